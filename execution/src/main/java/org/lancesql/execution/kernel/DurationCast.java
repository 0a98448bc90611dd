package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;

/** Casts durations to another unit; what is finer than the unit is cut off. */
final class DurationCast extends LongKernel {
    private final long multiplier;
    private final long divisor;

    DurationCast(Field field, List<Expression> arguments) {
        super(field, arguments);
        int shift = Types.scale(resultType()) - Types.scale(argumentType(0));
        this.multiplier = Powers.ofTen(Math.max(shift, 0));
        this.divisor = Powers.ofTen(Math.max(-shift, 0));
    }

    @Override
    void apply(long[][] values, long[] result, int count, ExecutionContext context) {
        try {
            for (int i = 0; i < count; i++) {
                result[i] = Math.multiplyExact(values[0][i], multiplier) / divisor;
            }
        } catch (ArithmeticException e) {
            throw Errors.datetimeOutOfRange(resultType());
        }
    }
}
