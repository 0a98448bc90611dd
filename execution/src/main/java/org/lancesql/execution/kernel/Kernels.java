package org.lancesql.execution.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;

/** Finds the vectorised form of a scalar function. */
public final class Kernels {
    private Kernels() {}

    /**
     * The kernel that computes {@code function} on exactly these argument types with exactly this result type.
     *
     * @param resultType canonical type of the result; its name and nullability have no meaning
     * @return empty when there is none, so that the caller evaluates the function in its own way
     */
    public static Optional<Expression> find(ScalarFunction function, Field resultType, List<Expression> arguments) {
        if (function != ScalarFunction.CASE && !takes(function, arguments.size())) {
            return Optional.empty();
        }
        Field result = new Field("", FieldType.nullable(resultType.getType()), resultType.getChildren());
        if (isNullForNull(function) && arguments.stream().anyMatch(Kernels::isNull)) {
            return Optional.of(Expressions.literal(result, null));
        }
        return Optional.ofNullable(
                switch (function) {
                    case CASE -> findCase(resultType, arguments);
                    case CAST -> Casts.find(result, arguments.get(0));
                    case AND, OR, NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
                        findLogical(function, arguments);
                    case EQUAL,
                            NOT_EQUAL,
                            LESS,
                            LESS_OR_EQUAL,
                            GREATER,
                            GREATER_OR_EQUAL,
                            IS_DISTINCT_FROM,
                            IS_NOT_DISTINCT_FROM -> Comparisons.find(function, arguments);
                    case IN, NOT_IN -> Membership.find(function == ScalarFunction.NOT_IN, arguments);
                    case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, NEGATE, ABS ->
                        Arithmetic.find(function, result, arguments);
                    case ADD_MONTHS, ADD_MILLIS -> findDateTimeSum(function, result, arguments);
                    case LIKE,
                            ILIKE,
                            UPPER,
                            LOWER,
                            CHAR_LENGTH,
                            CONCAT,
                            SUBSTRING,
                            POSITION,
                            TRIM,
                            LTRIM,
                            RTRIM,
                            REPLACE,
                            REPEAT -> StringFunctions.find(function, result, arguments);
                    default -> findExtract(function, result, arguments);
                });
    }

    private static boolean isNull(Expression argument) {
        return argument.field().getType() instanceof ArrowType.Null;
    }

    private static boolean isNullForNull(ScalarFunction function) {
        return switch (function) {
            case CASE,
                    AND,
                    OR,
                    IN,
                    NOT_IN,
                    IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM -> false;
            default -> true;
        };
    }

    /** Whether a function takes so many arguments. */
    private static boolean takes(ScalarFunction function, int count) {
        return switch (function) {
            case NOT,
                    IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    NEGATE,
                    ABS,
                    CAST,
                    UPPER,
                    LOWER,
                    CHAR_LENGTH -> count == 1;
            case AND, OR, CONCAT, IN, NOT_IN -> count >= 2;
            case LIKE, ILIKE, SUBSTRING, POSITION -> count == 2 || count == 3;
            case TRIM, LTRIM, RTRIM -> count == 1 || count == 2;
            case REPLACE -> count == 3;
            default -> function.name().startsWith("EXTRACT_") ? count == 1 : count == 2;
        };
    }

    private static @Nullable Expression findCase(Field result, List<Expression> arguments) {
        if (arguments.size() % 2 == 0) {
            return null;
        }
        List<Expression> conditions = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            boolean isCondition = i % 2 == 0 && i < arguments.size() - 1;
            Expression argument = arguments.get(i);
            if (isCondition ? !Types.isBool(argument.field().getType()) : !canBe(argument.field(), result)) {
                return null;
            }
            (isCondition ? conditions : values).add(argument);
        }
        return new CaseKernel(result, conditions, values);
    }

    private static boolean canBe(Field value, Field result) {
        return value.getType() instanceof ArrowType.Null || CanonicalTypes.haveSameType(value, result);
    }

    private static @Nullable Expression findLogical(ScalarFunction function, List<Expression> arguments) {
        Expression first = arguments.get(0);
        if (function == ScalarFunction.IS_NULL) {
            return TestKernel.isNull(first);
        } else if (function == ScalarFunction.IS_NOT_NULL) {
            return TestKernel.isNotNull(first);
        } else if (!arguments.stream()
                .allMatch(argument -> Types.isBool(argument.field().getType()))) {
            return null;
        }
        return switch (function) {
            case AND -> new LogicalKernel(true, arguments);
            case OR -> new LogicalKernel(false, arguments);
            case NOT -> TestKernel.not(first);
            case IS_TRUE -> TestKernel.isTrue(first);
            case IS_NOT_TRUE -> TestKernel.isNotTrue(first);
            case IS_FALSE -> TestKernel.isFalse(first);
            default -> TestKernel.isNotFalse(first);
        };
    }

    private static @Nullable Expression findDateTimeSum(
            ScalarFunction function, Field result, List<Expression> arguments) {
        ArrowType type = arguments.get(0).field().getType();
        ArrowType amount = arguments.get(1).field().getType();
        boolean months = function == ScalarFunction.ADD_MONTHS;
        boolean isAmount = Types.isInt(amount)
                || (months ? amount instanceof ArrowType.Interval : amount instanceof ArrowType.Duration);
        boolean hasForm = months ? Types.isDate(type) || Types.isTimestamp(type) : Types.isDateOrTime(type);
        return isAmount && hasForm && type.equals(result.getType())
                ? new DateTimeSum(function, result, arguments)
                : null;
    }

    private static @Nullable Expression findExtract(ScalarFunction function, Field result, List<Expression> arguments) {
        return Types.isInt(result.getType())
                        && ExtractKernel.isSupported(
                                function, arguments.get(0).field().getType())
                ? new ExtractKernel(function, result, arguments)
                : null;
    }
}
