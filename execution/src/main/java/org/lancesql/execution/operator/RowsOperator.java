package org.lancesql.execution.operator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/**
 * Yields rows that are made as they are asked for. The first batches are small: whoever wants a few rows does not pay for
 * thousands.
 */
public final class RowsOperator implements BatchOperator {
    private static final int FIRST_ROWS = 32;
    private static final int MOST_ROWS = 8_192;

    private final List<Field> fields;
    private final Iterator<? extends List<? extends @Nullable Object>> rows;
    private final ExecutionContext context;
    private int batchRows = FIRST_ROWS;
    private boolean closed;

    /** Makes an operator over {@code rows}, each with one value per field in the form that {@link Vectors#set} takes. */
    public RowsOperator(
            List<Field> fields, Iterator<? extends List<? extends @Nullable Object>> rows, ExecutionContext context) {
        this.fields = List.copyOf(fields);
        this.rows = rows;
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        context.cancelToken().check();
        if (closed || !rows.hasNext()) {
            return null;
        }
        try (OwnedVectors columns = new OwnedVectors()) {
            List<FieldVector> vectors = new ArrayList<>();
            for (Field field : fields) {
                vectors.add(columns.add(Vectors.create(field, context.allocator(), batchRows)));
            }
            int count = 0;
            while (count < batchRows && rows.hasNext()) {
                context.cancelToken().check();
                set(vectors, count++, rows.next());
            }
            int length = count;
            vectors.forEach(vector -> vector.setValueCount(length));
            batchRows = Math.min(2 * batchRows, MOST_ROWS);
            return new Batch(columns.release(), count, Selection.all(count));
        }
    }

    private static void set(List<FieldVector> columns, int row, List<? extends @Nullable Object> values) {
        for (int column = 0; column < columns.size(); column++) {
            Vectors.set(columns.get(column), row, values.get(column));
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
