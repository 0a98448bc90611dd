package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;

/** Casts integers, decimals and booleans to each other where the values fit a long. */
final class LongCast extends LongKernel {
    private final boolean toBool;
    private final long multiplier;
    private final long divisor;
    private final long min;
    private final long max;

    LongCast(Field field, List<Expression> arguments) {
        super(field, arguments);
        int shift = Types.scale(resultType()) - Types.scale(argumentType(0));
        this.toBool = Types.isBool(resultType());
        this.multiplier = Powers.ofTen(Math.max(shift, 0));
        this.divisor = Powers.ofTen(Math.max(-shift, 0));
        this.min = Types.minValue(resultType());
        this.max = Types.maxValue(resultType());
    }

    @Override
    long factor(int argument) {
        return multiplier;
    }

    @Override
    void apply(long[][] values, long[] result, int count, ExecutionContext context) {
        long[] source = values[0];
        if (toBool) {
            for (int i = 0; i < count; i++) {
                result[i] = source[i] != 0 ? 1 : 0;
            }
            return;
        }
        boolean outside = false;
        for (int i = 0; i < count; i++) {
            result[i] = divisor == 1 ? source[i] : Int128.divideHalfUp(source[i], divisor);
            outside |= result[i] < min | result[i] > max;
        }
        if (outside) {
            throw Errors.outOfRange(resultType());
        }
    }
}
