package org.lancesql.calcite.expression;

import static org.lancesql.execution.ScalarFunction.*;

import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.lancesql.execution.ScalarFunction;

/** Which of Calcite's operators is which scalar function. */
final class FunctionMap {
    private FunctionMap() {}

    static Optional<ScalarFunction> find(RexCall call) {
        return Optional.ofNullable(
                switch (call.getKind()) {
                    case EQUALS -> EQUAL;
                    case NOT_EQUALS -> NOT_EQUAL;
                    case LESS_THAN -> LESS;
                    case LESS_THAN_OR_EQUAL -> LESS_OR_EQUAL;
                    case GREATER_THAN -> GREATER;
                    case GREATER_THAN_OR_EQUAL -> GREATER_OR_EQUAL;
                    case IS_DISTINCT_FROM -> IS_DISTINCT_FROM;
                    case IS_NOT_DISTINCT_FROM -> IS_NOT_DISTINCT_FROM;
                    case AND -> AND;
                    case OR -> OR;
                    case NOT -> NOT;
                    case IS_NULL -> IS_NULL;
                    case IS_NOT_NULL -> IS_NOT_NULL;
                    case IS_TRUE -> IS_TRUE;
                    case IS_NOT_TRUE -> IS_NOT_TRUE;
                    case IS_FALSE -> IS_FALSE;
                    case IS_NOT_FALSE -> IS_NOT_FALSE;
                    case PLUS, CHECKED_PLUS -> isTemporal(call) ? temporalAdd(call) : ADD;
                    case MINUS, CHECKED_MINUS -> isTemporal(call) ? null : SUBTRACT;
                    case TIMES, CHECKED_TIMES -> isNumeric(call) ? MULTIPLY : null;
                    case DIVIDE, CHECKED_DIVIDE -> isNumeric(call) ? DIVIDE : null;
                    case MOD -> MODULO;
                    case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> isNumeric(call) ? NEGATE : null;
                    case CASE -> CASE;
                    case CAST -> CAST;
                    case LIKE -> like(call);
                    case EXTRACT -> extract(call);
                    case TRIM -> trim(call);
                    case POSITION -> call.getOperands().size() == 2 ? POSITION : null;
                    default -> byOperator(call);
                });
    }

    private static @org.jspecify.annotations.Nullable ScalarFunction byOperator(RexCall call) {
        var operator = call.getOperator();
        if (operator == SqlStdOperatorTable.UPPER) {
            return UPPER;
        }
        if (operator == SqlStdOperatorTable.LOWER) {
            return LOWER;
        }
        if (operator == SqlStdOperatorTable.CHAR_LENGTH || operator == SqlStdOperatorTable.CHARACTER_LENGTH) {
            return CHAR_LENGTH;
        }
        if (operator == SqlStdOperatorTable.CONCAT) {
            return CONCAT;
        }
        if (operator == SqlStdOperatorTable.SUBSTRING) {
            return SUBSTRING;
        }
        if (operator == SqlStdOperatorTable.REPLACE) {
            return REPLACE;
        }
        if (operator == SqlLibraryOperators.REPEAT) {
            return REPEAT;
        }
        if (operator == SqlStdOperatorTable.ABS) {
            return isNumeric(call) ? ABS : null;
        }
        if (operator == SqlStdOperatorTable.DATETIME_PLUS) {
            return temporalAdd(call);
        }
        return null;
    }

    private static @org.jspecify.annotations.Nullable ScalarFunction like(RexCall call) {
        if (call.getOperator() == SqlStdOperatorTable.LIKE) {
            return LIKE;
        }
        return call.getOperator() == SqlLibraryOperators.ILIKE ? ILIKE : null;
    }

    private static boolean isNumeric(RexCall call) {
        return call.getOperands().stream().allMatch(operand -> SqlTypeUtil.isNumeric(operand.getType()));
    }

    private static boolean isTemporal(RexCall call) {
        return call.getOperands().stream()
                .anyMatch(operand ->
                        SqlTypeUtil.isDatetime(operand.getType()) || SqlTypeUtil.isInterval(operand.getType()));
    }

    private static @org.jspecify.annotations.Nullable ScalarFunction temporalAdd(RexCall call) {
        if (call.getOperands().size() != 2
                || !SqlTypeUtil.isDatetime(call.getOperands().get(0).getType())) {
            return null;
        }
        return switch (call.getOperands().get(1).getType().getSqlTypeName().getFamily()) {
            case INTERVAL_YEAR_MONTH -> ADD_MONTHS;
            case INTERVAL_DAY_TIME -> ADD_MILLIS;
            default -> null;
        };
    }

    private static @org.jspecify.annotations.Nullable ScalarFunction trim(RexCall call) {
        if (!(call.getOperands().get(0) instanceof RexLiteral flag)) {
            return null;
        }
        SqlTrimFunction.Flag side = flag.getValueAs(SqlTrimFunction.Flag.class);
        return side == null
                ? null
                : switch (side) {
                    case BOTH -> TRIM;
                    case LEADING -> LTRIM;
                    case TRAILING -> RTRIM;
                };
    }

    private static @org.jspecify.annotations.Nullable ScalarFunction extract(RexCall call) {
        if (!(call.getOperands().get(0) instanceof RexLiteral unit)
                || !SqlTypeUtil.isDatetime(call.getOperands().get(1).getType())) {
            return null;
        }
        TimeUnitRange range = unit.getValueAs(TimeUnitRange.class);
        return range == null
                ? null
                : switch (range) {
                    case YEAR -> EXTRACT_YEAR;
                    case QUARTER -> EXTRACT_QUARTER;
                    case MONTH -> EXTRACT_MONTH;
                    case WEEK -> EXTRACT_WEEK;
                    case DAY -> EXTRACT_DAY;
                    case DOW -> EXTRACT_DAY_OF_WEEK;
                    case DOY -> EXTRACT_DAY_OF_YEAR;
                    case HOUR -> EXTRACT_HOUR;
                    case MINUTE -> EXTRACT_MINUTE;
                    case SECOND -> EXTRACT_SECOND;
                    case MILLISECOND -> EXTRACT_MILLISECOND;
                    case MICROSECOND -> EXTRACT_MICROSECOND;
                    case NANOSECOND -> EXTRACT_NANOSECOND;
                    case EPOCH -> EXTRACT_EPOCH;
                    default -> null;
                };
    }

    /** How many leading operands tell what the function is rather than what it is applied to. */
    static int flagOperands(RexCall call) {
        return call.getKind() == SqlKind.EXTRACT || call.getKind() == SqlKind.TRIM ? 1 : 0;
    }
}
