package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;

/** Finds the kernels of the functions on strings. */
final class StringFunctions {
    private StringFunctions() {}

    static @Nullable Expression find(ScalarFunction function, Field result, List<Expression> arguments) {
        ArrowType type = result.getType();
        ArrowType first = arguments.get(0).field().getType();
        int count = arguments.size();
        return switch (function) {
            case LIKE, ILIKE ->
                areText(arguments, 0, count) && (count == 2 || count == 3)
                        ? new LikeKernel(function == ScalarFunction.ILIKE, arguments)
                        : null;
            case CHAR_LENGTH, POSITION ->
                Types.isInt(type)
                                && areText(arguments, 0, Math.min(count, 2))
                                && (count < 3 || Types.isInt(argumentType(arguments, 2)))
                        ? new StringMeasure(function, result, arguments)
                        : null;
            case CONCAT ->
                Types.isBytes(type)
                                && arguments.stream()
                                        .allMatch(argument ->
                                                argument.field().getType().equals(type))
                        ? new ConcatKernel(result, arguments)
                        : null;
            case SUBSTRING ->
                Types.isText(type) && Types.isText(first) && areInts(arguments, 1)
                        ? new SubstringKernel(result, arguments)
                        : null;
            case UPPER, LOWER ->
                Types.isText(type) && Types.isText(first)
                        ? new LetterCaseKernel(function == ScalarFunction.UPPER, result, arguments)
                        : null;
            case TRIM, LTRIM, RTRIM ->
                Types.isText(type) && areText(arguments, 0, count) ? new TrimKernel(function, result, arguments) : null;
            case REPLACE ->
                Types.isText(type) && areText(arguments, 0, count) ? new ReplaceKernel(result, arguments) : null;
            case REPEAT ->
                Types.isText(type) && Types.isText(first) && areInts(arguments, 1)
                        ? new RepeatKernel(result, arguments)
                        : null;
            default -> null;
        };
    }

    private static ArrowType argumentType(List<Expression> arguments, int index) {
        return arguments.get(index).field().getType();
    }

    private static boolean areText(List<Expression> arguments, int from, int to) {
        return arguments.subList(from, to).stream()
                .allMatch(argument -> Types.isText(argument.field().getType()));
    }

    private static boolean areInts(List<Expression> arguments, int from) {
        return arguments.subList(from, arguments.size()).stream()
                .allMatch(argument -> Types.isInt(argument.field().getType()));
    }
}
