package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;

/** Finds the arithmetic kernel for the types of the arguments and the result. */
final class Arithmetic {
    private Arithmetic() {}

    static @Nullable Expression find(ScalarFunction function, Field result, List<Expression> arguments) {
        ArrowType type = result.getType();
        ArrowType left = arguments.get(0).field().getType();
        ArrowType right = arguments.get(arguments.size() - 1).field().getType();
        if (Types.isFloating(type)) {
            return Types.isNumeric(left) && Types.isNumeric(right)
                    ? new DoubleKernel(function, result, arguments)
                    : null;
        }
        if (Types.isInt(type)) {
            return Types.isInt(left) && Types.isInt(right)
                    ? new LongArithmetic(function, result, arguments, new long[] {1, 1})
                    : null;
        }
        if (!Types.isDecimal(type) || !Types.isExact(left) || !Types.isExact(right)) {
            return null;
        }
        long[] factors = longFactors(function, type, left, right);
        return factors == null
                ? new WideArithmetic(function, result, arguments)
                : new LongArithmetic(function, result, arguments, factors);
    }

    /** The factors with which decimals can be computed as longs without overflow before the check, or null. */
    private static long @Nullable [] longFactors(
            ScalarFunction function, ArrowType result, ArrowType left, ArrowType right) {
        int common = Math.max(Types.scale(left), Types.scale(right));
        int leftShift = common - Types.scale(left);
        int rightShift = common - Types.scale(right);
        boolean aligned = Types.scale(result) == common
                && Types.digits(left) + leftShift <= Powers.MAX_LONG_DIGITS
                && Types.digits(right) + rightShift <= Powers.MAX_LONG_DIGITS;
        return switch (function) {
            case ADD, SUBTRACT, MODULO, NEGATE, ABS ->
                aligned ? new long[] {Powers.ofTen(leftShift), Powers.ofTen(rightShift)} : null;
            case MULTIPLY ->
                Types.scale(result) == Types.scale(left) + Types.scale(right)
                                && Types.digits(left) + Types.digits(right) <= Powers.MAX_LONG_DIGITS
                        ? new long[] {1, 1}
                        : null;
            default -> null;
        };
    }
}
