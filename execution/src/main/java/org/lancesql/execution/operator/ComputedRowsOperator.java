package org.lancesql.execution.operator;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** Yields rows of which each has expressions of its own, computed one row after the other. */
public final class ComputedRowsOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final List<Field> fields;
    private final List<List<Expression>> rows;
    private final ExecutionContext context;
    private int nextRow;

    /** @param rows each with an expression for each field, of its type, that reads no column */
    public ComputedRowsOperator(List<Field> fields, List<List<Expression>> rows, ExecutionContext context) {
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
        int count = Math.min(BATCH_ROWS, rows.size() - nextRow);
        if (count == 0) {
            context.cancelToken().check();
            return null;
        }
        try (OwnedVectors columns = new OwnedVectors()) {
            List<FieldVector> vectors = new ArrayList<>();
            for (Field field : fields) {
                vectors.add(columns.add(Vectors.create(field, context.allocator(), count)));
            }
            for (int row = 0; row < count; row++) {
                context.cancelToken().check();
                compute(rows.get(nextRow + row), row, vectors);
            }
            vectors.forEach(vector -> vector.setValueCount(count));
            nextRow += count;
            return new Batch(columns.release(), count, Selection.all(count));
        }
    }

    private void compute(List<Expression> expressions, int row, List<FieldVector> vectors) {
        try (Batch one = new Batch(List.of(), 1, Selection.all(1))) {
            for (int column = 0; column < vectors.size(); column++) {
                try (FieldVector value = expressions.get(column).evaluate(one, one.selection(), context)) {
                    Vectors.set(vectors.get(column), row, Vectors.get(value, 0));
                }
            }
        }
    }

    @Override
    public void close() {
        nextRow = rows.size();
    }
}
