package org.lancesql.calcite.expression;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** An expression that computes one slot after the other from the same slot of its arguments. */
abstract class SlotExpression implements Expression {
    private static final int CHECK_INTERVAL = 1024;

    private final Field field;
    private final List<Expression> arguments;

    SlotExpression(Field field, List<Expression> arguments) {
        this.field = field;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public final Field field() {
        return field;
    }

    @Override
    public final FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        try (OwnedVectors inputs = new OwnedVectors();
                OwnedVectors results = new OwnedVectors()) {
            List<FieldVector> vectors = new ArrayList<>();
            for (Expression argument : arguments) {
                vectors.add(inputs.add(argument.evaluate(batch, rows, context)));
            }
            FieldVector result = results.add(Vectors.create(field, context.allocator(), batch.length()));
            for (int i = 0; i < rows.size(); i++) {
                if (i % CHECK_INTERVAL == 0) {
                    context.cancelToken().check();
                }
                compute(vectors, rows.position(i), result);
            }
            result.setValueCount(batch.length());
            results.release();
            return result;
        }
    }

    /** Sets a slot of the result, which is null until then. Slots come in ascending order. */
    abstract void compute(List<FieldVector> values, int row, FieldVector result);

    /** Copies a value between vectors of one type. */
    static void copy(FieldVector from, int fromRow, FieldVector to, int toRow) {
        if (from.isNull(fromRow)) {
            return;
        }
        if (from.getField().getChildren().isEmpty()) {
            to.copyFromSafe(fromRow, toRow, from);
        } else {
            Vectors.set(to, toRow, Vectors.get(from, fromRow));
        }
    }
}
