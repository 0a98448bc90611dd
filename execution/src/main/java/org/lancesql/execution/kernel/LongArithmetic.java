package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;

/** Checked arithmetic on integers, and on decimals whose values and results fit a long. */
final class LongArithmetic extends LongKernel {
    private final ScalarFunction function;
    private final long[] factors;
    private final long min;
    private final long max;

    /** Computes on the arguments multiplied by {@code factors}, which brings decimals to one scale. */
    LongArithmetic(ScalarFunction function, Field field, List<Expression> arguments, long[] factors) {
        super(field, arguments);
        this.function = function;
        this.factors = factors;
        this.min = Types.minValue(field.getType());
        this.max = Types.maxValue(field.getType());
    }

    @Override
    long factor(int argument) {
        return factors[argument];
    }

    @Override
    void apply(long[][] values, long[] result, int count, ExecutionContext context) {
        long[] a = values[0];
        long[] b = values[values.length - 1];
        long overflow = switch (function) {
            case ADD -> add(a, b, result, count);
            case SUBTRACT -> subtract(a, b, result, count);
            case MULTIPLY -> multiply(a, b, result, count);
            case DIVIDE -> divide(a, b, result, count);
            case MODULO -> modulo(a, b, result, count);
            case NEGATE -> negate(a, result, count);
            case ABS -> abs(a, result, count);
            default -> throw new IllegalStateException(function.name());
        };
        boolean outside = overflow < 0;
        for (int i = 0; i < count; i++) {
            outside |= result[i] < min | result[i] > max;
        }
        if (outside) {
            throw Errors.outOfRange(resultType());
        }
    }

    // Each of these returns a number that is negative when a result does not fit a long.

    private static long add(long[] a, long[] b, long[] result, int count) {
        long overflow = 0;
        for (int i = 0; i < count; i++) {
            long sum = a[i] + b[i];
            overflow |= (a[i] ^ sum) & (b[i] ^ sum);
            result[i] = sum;
        }
        return overflow;
    }

    private static long subtract(long[] a, long[] b, long[] result, int count) {
        long overflow = 0;
        for (int i = 0; i < count; i++) {
            long difference = a[i] - b[i];
            overflow |= (a[i] ^ b[i]) & (a[i] ^ difference);
            result[i] = difference;
        }
        return overflow;
    }

    private static long multiply(long[] a, long[] b, long[] result, int count) {
        long lost = 0;
        for (int i = 0; i < count; i++) {
            long product = a[i] * b[i];
            lost |= Math.multiplyHigh(a[i], b[i]) ^ product >> 63;
            result[i] = product;
        }
        return lost == 0 ? 0 : -1;
    }

    private static long divide(long[] a, long[] b, long[] result, int count) {
        long overflow = 0;
        for (int i = 0; i < count; i++) {
            if (b[i] == 0) {
                throw Errors.divisionByZero();
            }
            result[i] = a[i] / b[i];
            overflow |= a[i] & b[i] & result[i];
        }
        return overflow;
    }

    private static long modulo(long[] a, long[] b, long[] result, int count) {
        for (int i = 0; i < count; i++) {
            if (b[i] == 0) {
                throw Errors.divisionByZero();
            }
            result[i] = a[i] % b[i];
        }
        return 0;
    }

    private static long negate(long[] a, long[] result, int count) {
        long overflow = 0;
        for (int i = 0; i < count; i++) {
            result[i] = -a[i];
            overflow |= a[i] & result[i];
        }
        return overflow;
    }

    private static long abs(long[] a, long[] result, int count) {
        long overflow = 0;
        for (int i = 0; i < count; i++) {
            result[i] = Math.abs(a[i]);
            overflow |= result[i];
        }
        return overflow;
    }
}
