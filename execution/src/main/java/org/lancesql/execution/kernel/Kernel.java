package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** A function that is null where any of its arguments is null, and computed nowhere else. */
abstract class Kernel implements Expression {
    private final Field field;
    private final List<Expression> arguments;

    Kernel(Field field, List<Expression> arguments) {
        this.field = field;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public final Field field() {
        return field;
    }

    final List<Expression> arguments() {
        return arguments;
    }

    final ArrowType resultType() {
        return field.getType();
    }

    final ArrowType argumentType(int index) {
        return arguments.get(index).field().getType();
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        try (Arguments opened = Arguments.open(arguments, batch, rows, context)) {
            FieldVector result = Vectors.create(field, context.allocator(), batch.length());
            try {
                compute(opened, opened.notNull(rows), batch.length(), result, context);
                Validity.combine(opened, batch.length(), result);
                result.setValueCount(batch.length());
                return result;
            } catch (Throwable failure) {
                result.close();
                throw failure;
            }
        }
    }

    /**
     * Computes the values, not their validity.
     *
     * @param rows the rows to compute; no argument is null on them
     * @param length number of slots of {@code result}, which has room for them
     */
    abstract void compute(
            Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context);
}
