package org.lancesql.calcite.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;

/**
 * How calls become expressions, where Calcite's way is not exact. Its functions of dates count milliseconds, weeks from
 * Sunday, and instants in UTC; here every digit counts, weeks begin on Monday, and instants are read in the session's zone.
 */
final class FunctionConvertlets implements SqlRexConvertletTable {
    static final FunctionConvertlets INSTANCE = new FunctionConvertlets();

    private static final int MILLIS_DIGITS = 3;
    private static final int MICROS_DIGITS = 6;

    private static final Set<String> STATISTICS = Set.of(
            "VAR_POP",
            "VAR_SAMP",
            "VARIANCE",
            "STDDEV",
            "STDDEV_POP",
            "STDDEV_SAMP",
            "COVAR_POP",
            "COVAR_SAMP",
            "REGR_SXX",
            "REGR_SYY");

    private FunctionConvertlets() {}

    @Override
    public @Nullable SqlRexConvertlet get(SqlCall call) {
        SqlOperator operator = call.getOperator();
        boolean ofTime = call.operandCount() == 2 && call.operand(1) instanceof SqlIntervalQualifier;
        if (operator == SqlStdOperatorTable.FLOOR && ofTime) {
            return FunctionConvertlets::floor;
        }
        if (operator == SqlStdOperatorTable.CEIL && ofTime) {
            return FunctionConvertlets::ceil;
        }
        if (operator == SqlStdOperatorTable.EXTRACT) {
            return FunctionConvertlets::extract;
        }
        if (operator == SqlStdOperatorTable.AND || operator == SqlStdOperatorTable.OR) {
            // Called directly: through reflection each of thousands of levels adds the text of its condition to a
            // failure.
            return StandardConvertletTable.INSTANCE::convertCall;
        }
        if (operator == DateOperators.PLUS || operator == DateOperators.MINUS) {
            return FunctionConvertlets::sum;
        }
        if (operator == SqlLibraryOperators.TO_CHAR_PG) {
            return FunctionConvertlets::toChar;
        }
        if (operator == SqlLibraryOperators.TO_TIMESTAMP_PG) {
            return FunctionConvertlets::toTimestamp;
        }
        if (operator instanceof ConditionOperator) {
            return (context, condition) -> context.convertExpression(condition.operand(0));
        }
        if (operator instanceof ClauseOperator clause) {
            return clause::convert;
        }
        if (operator instanceof AssignOperator assign) {
            return assign::convert;
        }
        if (operator instanceof Placeholder placeholder) {
            return (context, ignored) -> placeholder.convert(context);
        }
        if (operator == SqlStdOperatorTable.AVG) {
            return FunctionConvertlets::average;
        }
        if (STATISTICS.contains(operator.getName())) {
            return FunctionConvertlets::statistic;
        }
        return StandardConvertletTable.INSTANCE.get(call);
    }

    /** A function over a window: of floating-point numbers as it is, since Calcite's formula for it loses their digits. */
    private static RexNode statistic(SqlRexContext context, SqlCall call) {
        RelDataType type = context.getValidator().getValidatedNodeType(call);
        return type.getSqlTypeName() == SqlTypeName.DOUBLE
                ? StandardConvertletTable.INSTANCE.convertFunction(context, (SqlFunction) call.getOperator(), call)
                : java.util.Objects.requireNonNull(StandardConvertletTable.INSTANCE.get(call))
                        .convertCall(context, call);
    }

    /** Over a window; Calcite would add BIGINT as BIGINT, which the sum may not fit. */
    private static RexNode average(SqlRexContext context, SqlCall call) {
        RelDataType type = context.getValidator().getValidatedNodeType(call);
        RelDataType argumentType = context.getValidator().getValidatedNodeType(call.operand(0));
        if (argumentType.getSqlTypeName() != SqlTypeName.BIGINT) {
            return java.util.Objects.requireNonNull(StandardConvertletTable.INSTANCE.get(call))
                    .convertCall(context, call);
        }
        RexBuilder builder = context.getRexBuilder();
        RexNode value = context.convertExpression(call.operand(0));
        RexNode exact = builder.makeCast(ExactAverages.exact(builder.getTypeFactory(), value.getType()), value);
        RelDataType sumType = builder.getTypeFactory().createTypeWithNullability(exact.getType(), true);
        RexNode sum = builder.makeCall(sumType, SqlStdOperatorTable.SUM, List.of(exact));
        RexNode count = builder.makeCall(SqlStdOperatorTable.COUNT, value);
        RelDataType nullable = builder.getTypeFactory().createTypeWithNullability(type, true);
        RexNode average = builder.makeCall(SqlStdOperatorTable.DIVIDE, builder.makeCast(nullable, sum), count);
        return builder.ensureType(call.getParserPosition(), type, average, true);
    }

    private static RexNode standard(SqlRexContext context, SqlCall call, RelDataType type) {
        context.getValidator().setValidatedNodeType(call, type);
        return java.util.Objects.requireNonNull(StandardConvertletTable.INSTANCE.get(call))
                .convertCall(context, call);
    }

    private static boolean isInstant(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    }

    /** The wall clock of an instant in the session's zone; anything else as it is. */
    private static RexNode wallClock(RexBuilder builder, RexNode value) {
        return isInstant(value.getType()) ? builder.makeCast(timestamp(builder, value.getType()), value) : value;
    }

    private static RelDataType timestamp(RexBuilder builder, RelDataType instant) {
        var factory = builder.getTypeFactory();
        return factory.createTypeWithNullability(
                factory.createSqlType(SqlTypeName.TIMESTAMP, instant.getPrecision()), instant.isNullable());
    }

    private static RexNode floor(SqlRexContext context, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        RexNode value = context.convertExpression(call.operand(0));
        return builder.makeCast(value.getType(), floor(builder, wallClock(builder, value), call.operand(1)));
    }

    /** What is below the unit becomes zero. */
    private static RexNode floor(RexBuilder builder, RexNode value, SqlIntervalQualifier qualifier) {
        TimeUnit unit = unit(qualifier);
        if (isBelow(unit, value.getType())) {
            return value;
        }
        requireMillis(unit, qualifier, value.getType());
        if (unit == TimeUnit.WEEK) {
            // Calcite's weeks begin on Sunday: one day before.
            RexNode day = days(builder, 1);
            RexNode sunday = call(builder, value, SqlStdOperatorTable.FLOOR, minus(builder, value, day), unit);
            return builder.makeCall(value.getType(), SqlStdOperatorTable.DATETIME_PLUS, List.of(sunday, day));
        }
        return call(builder, value, SqlStdOperatorTable.FLOOR, value, unit);
    }

    private static RexNode call(
            RexBuilder builder, RexNode typed, SqlOperator operator, RexNode argument, TimeUnit unit) {
        return builder.makeCall(
                typed.getType(), operator, List.of(argument, builder.makeFlag(TimeUnitRange.of(unit, null))));
    }

    private static RexNode minus(RexBuilder builder, RexNode value, RexNode interval) {
        return builder.makeCall(value.getType(), SqlStdOperatorTable.MINUS_DATE, List.of(value, interval));
    }

    private static RexNode days(RexBuilder builder, int days) {
        return builder.makeIntervalLiteral(
                BigDecimal.valueOf(days * TimeUnit.DAY.multiplier.longValueExact()),
                new SqlIntervalQualifier(TimeUnit.DAY, null, SqlParserPos.ZERO));
    }

    /** Whether values of a type have nothing below a unit. */
    private static boolean isBelow(TimeUnit unit, RelDataType type) {
        boolean isDate = DateOperators.isDate(type);
        return switch (unit) {
            case DAY, HOUR, MINUTE, SECOND, MILLISECOND -> isDate;
            case MICROSECOND -> isDate || type.getPrecision() <= MICROS_DIGITS;
            case NANOSECOND -> true;
            default -> false;
        };
    }

    private static void requireMillis(TimeUnit unit, SqlIntervalQualifier qualifier, RelDataType type) {
        if (unit == TimeUnit.MICROSECOND) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "Values with " + type.getPrecision()
                            + " fractional digits are not cut to microseconds; CAST them to TIMESTAMP(6)",
                    Places.of(qualifier),
                    null);
        }
    }

    private static TimeUnit unit(SqlIntervalQualifier qualifier) {
        TimeUnit unit = qualifier.timeUnitRange.startUnit;
        if (qualifier.timeFrameName != null || qualifier.timeUnitRange.endUnit != null) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER, qualifier + " is no unit of time", Places.of(qualifier), null);
        }
        return unit;
    }

    /** The floor itself when nothing is below it, else the next unit, which is one millisecond and more away from it. */
    private static RexNode ceil(SqlRexContext context, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        RexNode value = context.convertExpression(call.operand(0));
        RexNode wall = wallClock(builder, value);
        SqlIntervalQualifier qualifier = call.operand(1);
        TimeUnit unit = unit(qualifier);
        if (unit == TimeUnit.WEEK) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED, "CEIL to a week is not supported", Places.of(qualifier), null);
        }
        RexNode floor = floor(builder, wall, qualifier);
        if (floor == wall) {
            return value;
        }
        RexNode next = call(builder, wall, SqlStdOperatorTable.CEIL, above(builder, floor), unit);
        RexNode result = builder.makeCall(
                wall.getType(),
                SqlStdOperatorTable.CASE,
                List.of(builder.makeCall(SqlStdOperatorTable.EQUALS, floor, wall), floor, next));
        return builder.makeCast(value.getType(), result);
    }

    private static RexNode above(RexBuilder builder, RexNode floor) {
        RexNode least = DateOperators.isDate(floor.getType())
                ? days(builder, 1)
                : builder.makeIntervalLiteral(
                        BigDecimal.ONE,
                        new SqlIntervalQualifier(TimeUnit.SECOND, 1, null, MILLIS_DIGITS, SqlParserPos.ZERO));
        return builder.makeCall(floor.getType(), SqlStdOperatorTable.DATETIME_PLUS, List.of(floor, least));
    }

    /** The day of the week counts from Sunday, 0, as in PostgreSQL. */
    private static RexNode extract(SqlRexContext context, SqlCall call) {
        RelDataType type = context.getValidator().getValidatedNodeType(call);
        RexNode extracted = java.util.Objects.requireNonNull(StandardConvertletTable.INSTANCE.get(call))
                .convertCall(context, call);
        boolean isDayOfWeek = call.operand(0) instanceof SqlIntervalQualifier qualifier
                && qualifier.timeUnitRange == TimeUnitRange.DOW;
        if (!isDayOfWeek) {
            return extracted;
        }
        RexBuilder builder = context.getRexBuilder();
        return builder.makeCast(
                type, builder.makeCall(SqlStdOperatorTable.MINUS, extracted, builder.makeExactLiteral(BigDecimal.ONE)));
    }

    /** Sums and differences, of dates and days too. */
    private static RexNode sum(SqlRexContext context, SqlCall call) {
        RelDataType type = context.getValidator().getValidatedNodeType(call);
        SqlNode left = call.operand(0);
        SqlNode right = call.operand(1);
        boolean isSum = call.getOperator() == DateOperators.PLUS;
        SqlParserPos position = call.getParserPosition();
        SqlIntervalQualifier day = new SqlIntervalQualifier(TimeUnit.DAY, null, position);
        if (isDate(context, left) && isDate(context, right)) {
            return standard(context, SqlStdOperatorTable.TIMESTAMP_DIFF.createCall(position, day, right, left), type);
        }
        if (!isSum && isInterval(context, left, right)) {
            RexBuilder builder = context.getRexBuilder();
            RexNode from = context.convertExpression(right);
            RexNode to = context.convertExpression(left);
            List<RexNode> ends = List.of(sameClock(builder, to, from), sameClock(builder, from, to));
            return builder.makeCall(type, SqlStdOperatorTable.MINUS_DATE, ends);
        }
        if (isDate(context, left) && isNumber(context, right) || isNumber(context, left) && isDate(context, right)) {
            RexBuilder builder = context.getRexBuilder();
            RexNode date = context.convertExpression(isDate(context, left) ? left : right);
            RexNode count = context.convertExpression(isDate(context, left) ? right : left);
            RexNode interval = builder.makeCall(SqlStdOperatorTable.MULTIPLY, days(builder, 1), count);
            return builder.makeCall(
                    type,
                    isSum ? SqlStdOperatorTable.DATETIME_PLUS : SqlStdOperatorTable.MINUS_DATE,
                    List.of(date, interval));
        }
        SqlOperator operator = isSum ? SqlStdOperatorTable.PLUS : SqlStdOperatorTable.MINUS;
        return standard(context, operator.createCall(position, left, right), type);
    }

    private static boolean isInterval(SqlRexContext context, SqlNode left, SqlNode right) {
        RelDataType from = context.getValidator().getValidatedNodeTypeIfKnown(right);
        RelDataType to = context.getValidator().getValidatedNodeTypeIfKnown(left);
        return from != null && to != null && DateOperators.isInterval(to, from);
    }

    /** A date or timestamp beside an instant is a wall clock of the session. */
    private static RexNode sameClock(RexBuilder builder, RexNode value, RexNode other) {
        if (!isInstant(other.getType()) || isInstant(value.getType())) {
            return value;
        }
        RelDataType type = builder.getTypeFactory()
                .createTypeWithNullability(other.getType(), value.getType().isNullable());
        return builder.makeCast(type, value);
    }

    private static boolean isDate(SqlRexContext context, SqlNode node) {
        RelDataType type = context.getValidator().getValidatedNodeTypeIfKnown(node);
        return type != null && DateOperators.isDate(type);
    }

    private static boolean isNumber(SqlRexContext context, SqlNode node) {
        RelDataType type = context.getValidator().getValidatedNodeTypeIfKnown(node);
        return type != null && SqlTypeUtil.isExactNumeric(type);
    }

    private static RexNode toChar(SqlRexContext context, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        SqlNode format = call.operand(1);
        if (format.toString().contains("US")) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "TO_CHAR writes milliseconds, MS, and nothing finer; EXTRACT(MICROSECOND ...) gives all digits",
                    Places.of(format),
                    null);
        }
        RexNode value = wallClock(builder, context.convertExpression(call.operand(0)));
        RelDataType type = context.getValidator().getValidatedNodeType(call);
        return builder.makeCall(type, call.getOperator(), List.of(value, context.convertExpression(format)));
    }

    /** A text without a zone is a wall clock of the session. */
    private static RexNode toTimestamp(SqlRexContext context, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        RelDataType type = context.getValidator().getValidatedNodeType(call);
        if (!isInstant(type)) {
            return java.util.Objects.requireNonNull(StandardConvertletTable.INSTANCE.get(call))
                    .convertCall(context, call);
        }
        RexNode wall = builder.makeCall(
                timestamp(builder, type),
                call.getOperator(),
                List.of(context.convertExpression(call.operand(0)), context.convertExpression(call.operand(1))));
        return builder.makeCast(type, wall);
    }
}
