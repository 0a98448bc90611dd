package org.lancesql.execution;

import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * A run of rows in columns: Arrow vectors of one length, and the selection of the rows that count.
 *
 * <p>The columns have canonical types (see {@link CanonicalTypes}). A batch owns its vectors; whoever receives a batch
 * closes it.
 */
public final class Batch implements AutoCloseable {
    private final List<FieldVector> columns;
    private final int length;
    private final Selection selection;

    /**
     * Takes ownership of {@code columns}.
     *
     * @param length number of slots in each column, at least as large as every selected position
     */
    public Batch(List<FieldVector> columns, int length, Selection selection) {
        this.columns = List.copyOf(columns);
        this.length = length;
        this.selection = selection;
    }

    /** Number of slots in each column; selected or not. */
    public int length() {
        return length;
    }

    /** Number of rows that count. */
    public int rowCount() {
        return selection.size();
    }

    public Selection selection() {
        return selection;
    }

    public int columnCount() {
        return columns.size();
    }

    public FieldVector column(int index) {
        return columns.get(index);
    }

    public List<FieldVector> columns() {
        return columns;
    }

    /** Hands the vectors of this batch to a batch with another selection; this batch must not be closed afterwards. */
    public Batch withSelection(Selection newSelection) {
        return new Batch(columns, length, newSelection);
    }

    @Override
    public void close() {
        columns.forEach(FieldVector::close);
    }
}
