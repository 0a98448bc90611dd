package org.lancesql.execution.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;

/** Copies rows from anywhere in a list of batches into new batches. Borrows the batches. */
public final class Gather {
    private final List<ColumnGather> columns;

    /** @param fields names and types of the columns of the batches */
    public Gather(List<Field> fields, List<Batch> batches) {
        this.columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            columns.add(ColumnGather.of(fields.get(i), ColumnMemory.of(batches, i)));
        }
    }

    private Gather(List<ColumnGather> columns) {
        this.columns = columns;
    }

    /**
     * Copies rows of some columns of batches.
     *
     * @param vectors for each column its vector of each batch
     */
    public static Gather ofColumns(List<Field> fields, List<List<FieldVector>> vectors) {
        List<ColumnGather> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            columns.add(ColumnGather.of(fields.get(i), new ColumnMemory(vectors.get(i))));
        }
        return new Gather(columns);
    }

    /**
     * Copies slots of vectors of one type into a new vector.
     *
     * @param addresses vector and slot as {@link RowAddress} packs them; {@link RowAddress#NONE} gives a null
     * @throws ArithmeticException when the values do not fit one vector
     */
    public static FieldVector slots(
            Field field, List<FieldVector> vectors, long[] addresses, BufferAllocator allocator) {
        return ColumnGather.of(field, new ColumnMemory(vectors))
                .gather(new RowRun(addresses, 0, addresses.length, false), allocator);
    }

    /**
     * A batch of the rows at {@code addresses[from, to)} in this order. It has fewer rows, one at least, when a string or
     * binary column would exceed 64 MiB, or lists 4 million items.
     *
     * @param addresses see {@link RowAddress}; {@link RowAddress#NONE} gives a row of nulls
     */
    public Batch gather(long[] addresses, int from, int to, BufferAllocator allocator) {
        return gather(addresses, from, to, allocator, () -> {});
    }

    /** As {@link #gather} of all addresses, which may be many: asks between columns whether it is still wanted. */
    public Batch gatherAll(long[] addresses, ExecutionContext context) {
        return gather(addresses, 0, addresses.length, context.allocator(), context.cancelToken()::check);
    }

    private Batch gather(long[] addresses, int from, int to, BufferAllocator allocator, Runnable beforeColumn) {
        int end = to;
        for (ColumnGather column : columns) {
            end = column.fit(addresses, from, end);
        }
        boolean complete = true;
        for (int i = from; i < end && complete; i++) {
            complete = addresses[i] != RowAddress.NONE;
        }
        RowRun rows = new RowRun(addresses, from, end - from, complete);
        try (OwnedVectors vectors = new OwnedVectors()) {
            for (ColumnGather column : columns) {
                beforeColumn.run();
                vectors.add(column.gather(rows, allocator));
            }
            return new Batch(vectors.release(), rows.count(), Selection.all(rows.count()));
        }
    }
}
