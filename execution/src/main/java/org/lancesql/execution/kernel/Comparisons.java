package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;

/** Finds the comparison kernel for two types. */
final class Comparisons {
    private Comparisons() {}

    static @Nullable Expression find(ScalarFunction function, List<Expression> arguments) {
        return switch (function) {
            case EQUAL -> find(new ComparisonKernel.Test(true, false, false), arguments);
            case NOT_EQUAL -> find(new ComparisonKernel.Test(true, true, false), arguments);
            case LESS -> find(new ComparisonKernel.Test(false, false, false), arguments);
            case GREATER_OR_EQUAL -> find(new ComparisonKernel.Test(false, true, false), arguments);
            case GREATER -> find(new ComparisonKernel.Test(false, false, false), swapped(arguments));
            case LESS_OR_EQUAL -> find(new ComparisonKernel.Test(false, true, false), swapped(arguments));
            case IS_NOT_DISTINCT_FROM -> find(new ComparisonKernel.Test(true, false, true), arguments);
            case IS_DISTINCT_FROM -> find(new ComparisonKernel.Test(true, true, true), arguments);
            default -> null;
        };
    }

    private static List<Expression> swapped(List<Expression> arguments) {
        return List.of(arguments.get(1), arguments.get(0));
    }

    private static @Nullable Expression find(ComparisonKernel.Test test, List<Expression> arguments) {
        ArrowType left = arguments.get(0).field().getType();
        ArrowType right = arguments.get(1).field().getType();
        if (Types.isBytes(left)) {
            return left.equals(right) ? new BytesComparison(test, arguments) : null;
        }
        if (Types.isNested(left) || Types.isUuid(left)) {
            return CanonicalTypes.haveSameType(
                            arguments.get(0).field(), arguments.get(1).field())
                    ? new OrderComparison(test, arguments)
                    : null;
        }
        if (!areComparable(left, right)) {
            return null;
        }
        LongFormat leftFormat = LongFormat.comparable(left);
        LongFormat rightFormat = LongFormat.comparable(right);
        int scale = Math.max(Types.scale(left), Types.scale(right));
        int leftShift = scale - Types.scale(left);
        int rightShift = scale - Types.scale(right);
        if (leftFormat != null && rightFormat != null && fitsLong(left, leftShift) && fitsLong(right, rightShift)) {
            return new LongComparison(
                    test, arguments, leftFormat, Powers.ofTen(leftShift), rightFormat, Powers.ofTen(rightShift));
        }
        return new WideComparison(test, arguments);
    }

    private static boolean fitsLong(ArrowType type, int shift) {
        return shift == 0 || Types.digits(type) + shift <= Powers.MAX_LONG_DIGITS;
    }

    private static boolean areComparable(ArrowType left, ArrowType right) {
        if (Types.isExact(left)) {
            return Types.isExact(right);
        } else if (Types.isFloating(left)) {
            return Types.isFloating(right);
        } else if (Types.isTime(left)) {
            return Types.isTime(right);
        } else if (Types.isTimestamp(left)) {
            return Types.isTimestamp(right) && Types.isZoned(left) == Types.isZoned(right);
        }
        if (Types.isDuration(left)) {
            return Types.isDuration(right);
        }
        return LongFormat.of(left) != null && left.equals(right);
    }
}
