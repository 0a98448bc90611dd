package org.lancesql.execution.operator;

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

/** Yields rows that are known when the statement is planned; a row may have no columns. */
public final class ValuesOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final List<Field> fields;
    private final List<? extends List<? extends @Nullable Object>> rows;
    private final ExecutionContext context;
    private int nextRow;

    /** Makes an operator over {@code rows}, each with one value per field in the form that {@link Vectors#set} takes. */
    public ValuesOperator(
            List<Field> fields, List<? extends List<? extends @Nullable Object>> rows, ExecutionContext context) {
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
        int count = Math.min(BATCH_ROWS, rows.size() - nextRow);
        if (count == 0) {
            return null;
        }
        try (OwnedVectors columns = new OwnedVectors()) {
            for (int column = 0; column < fields.size(); column++) {
                FieldVector vector = columns.add(Vectors.create(fields.get(column), context.allocator(), count));
                for (int row = 0; row < count; row++) {
                    Vectors.set(vector, row, rows.get(nextRow + row).get(column));
                }
                vector.setValueCount(count);
            }
            nextRow += count;
            return new Batch(columns.release(), count, Selection.all(count));
        }
    }

    @Override
    public void close() {
        nextRow = rows.size();
    }
}
