package org.lancesql.calcite.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Expression;

/** Calls on arrays, maps, rows and intervals, and of functions, which Calcite's row code computes in another form or unit. */
final class OwnCalls {
    private final Function<RexNode, Expression> operands;

    /** @param operands compiles what a call is applied to */
    OwnCalls(Function<RexNode, Expression> operands) {
        this.operands = operands;
    }

    Optional<Expression> find(RexCall call) {
        Field result = SqlTypes.toArrow("", call.getType());
        return Optional.ofNullable(
                switch (call.getKind()) {
                    case ARRAY_VALUE_CONSTRUCTOR -> Constructors.list(result, parts(call, result.getChildren()));
                    case MAP_VALUE_CONSTRUCTOR ->
                        Constructors.map(
                                result, parts(call, result.getChildren().get(0).getChildren()));
                    case ROW -> Constructors.struct(result, parts(call, result.getChildren()));
                    case ITEM -> item(call, result);
                    case CAST, SAFE_CAST -> nestedCast(call, result);
                    case PLUS, CHECKED_PLUS, MINUS, CHECKED_MINUS, TIMES, CHECKED_TIMES, DIVIDE, CHECKED_DIVIDE ->
                        intervalCall(call, result);
                    case MINUS_PREFIX, CHECKED_MINUS_PREFIX ->
                        isInterval(call) ? IntervalMath.negate(result, operand(call, 0)) : null;
                    default -> byOperator(call, result);
                });
    }

    private @Nullable Expression byOperator(RexCall call, Field result) {
        if (call.getOperator() instanceof NextIdentity next) {
            return next.expression();
        }
        if (call.getOperator() == SqlStdOperatorTable.CARDINALITY) {
            Expression argument = operand(call, 0);
            return NestedCast.isNested(argument.field().getType()) ? Elements.count(result, argument) : null;
        }
        if (call.getOperator() == SqlStdOperatorTable.ROUND || call.getOperator() == SqlStdOperatorTable.TRUNCATE) {
            return rounding(call, result);
        }
        if (call.getOperator() == SqlLibraryOperators.TO_DATE_PG
                || call.getOperator() == SqlLibraryOperators.TO_TIMESTAMP_PG) {
            return new FormattedMoment(result, call.getOperator().getName(), operand(call, 0), operand(call, 1));
        }
        return call.getOperator() == SqlStdOperatorTable.DATETIME_PLUS ? intervalCall(call, result) : null;
    }

    private @Nullable Expression rounding(RexCall call, Field result) {
        boolean isExact = call.getOperands().size() == 2
                && SqlTypeUtil.isExactNumeric(call.getType())
                && call.getOperands().stream().allMatch(operand -> SqlTypeUtil.isExactNumeric(operand.getType()))
                && SqlTypeUtil.isIntType(call.getOperands().get(1).getType());
        return isExact
                ? new ExactRounding(
                        result,
                        call.getType().getSqlTypeName().getName(),
                        operand(call, 0),
                        operand(call, 1),
                        call.getOperator() == SqlStdOperatorTable.TRUNCATE)
                : null;
    }

    private Expression operand(RexCall call, int index) {
        return operands.apply(call.getOperands().get(index));
    }

    /** The operands, cast to the types of the children, which repeat when there are more operands. */
    private List<Expression> parts(RexCall call, List<Field> children) {
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < call.getOperands().size(); i++) {
            Field child = children.get(i % children.size());
            Expression part = operand(call, i);
            parts.add(NestedCast.find(child, part)
                    .orElseThrow(() -> new IllegalStateException("no cast from " + part.field() + " to " + child)));
        }
        return parts;
    }

    private @Nullable Expression item(RexCall call, Field result) {
        RexNode key = call.getOperands().get(1);
        RelDataType type = call.getOperands().get(0).getType();
        return switch (type.getSqlTypeName()) {
            case ARRAY -> Elements.ofList(result, operand(call, 0), operands.apply(key));
            case MAP -> {
                Expression map = operand(call, 0);
                Field keyField = map.field().getChildren().get(0).getChildren().get(0);
                yield NestedCast.find(keyField, operands.apply(key))
                        .map(cast -> Elements.ofMap(result, map, cast))
                        .orElse(null);
            }
            case ROW -> key instanceof RexLiteral literal ? rowItem(call, literal, type, result) : null;
            default -> null;
        };
    }

    private @Nullable Expression rowItem(RexCall call, RexLiteral key, RelDataType type, Field result) {
        int ordinal;
        if (SqlTypeUtil.isExactNumeric(key.getType())) {
            Integer position = key.getValueAs(Integer.class);
            ordinal = position == null ? -1 : position - 1;
        } else {
            var field = type.getField(String.valueOf(key.getValueAs(String.class)), false, false);
            ordinal = field == null ? -1 : field.getIndex();
        }
        boolean exists = ordinal >= 0 && ordinal < type.getFieldCount();
        return exists ? Elements.ofStruct(result, operand(call, 0), ordinal) : null;
    }

    private @Nullable Expression nestedCast(RexCall call, Field result) {
        RexNode operand = call.getOperands().get(0);
        boolean nested = NestedCast.isNested(result.getType())
                || NestedCast.isNested(SqlTypes.toArrow("", operand.getType()).getType())
                || call.getType().getSqlTypeName() == SqlTypeName.UUID
                || operand.getType().getSqlTypeName() == SqlTypeName.UUID
                || (isDayTime(call) && isDayTime(operand));
        return nested ? NestedCast.find(result, operands.apply(operand)).orElse(null) : null;
    }

    private @Nullable Expression intervalCall(RexCall call, Field result) {
        List<RexNode> arguments = call.getOperands();
        if (arguments.size() != 2) {
            return null;
        }
        RexNode left = arguments.get(0);
        RexNode right = arguments.get(1);
        boolean isSum = isPointInTime(left) || isDayTime(left);
        boolean months = isMonths(left) && isMonths(right);
        return switch (call.getKind()) {
            case TIMES, CHECKED_TIMES ->
                isInterval(left) && SqlTypeUtil.isNumeric(right.getType())
                        ? IntervalMath.scale(result, operand(call, 0), operand(call, 1), false)
                        : isInterval(right) && SqlTypeUtil.isNumeric(left.getType())
                                ? IntervalMath.scale(result, operand(call, 1), operand(call, 0), false)
                                : null;
            case DIVIDE, CHECKED_DIVIDE ->
                isInterval(left) && SqlTypeUtil.isNumeric(right.getType())
                        ? IntervalMath.scale(result, operand(call, 0), operand(call, 1), true)
                        : null;
            case MINUS, CHECKED_MINUS ->
                months || isSum && (isDayTime(right) || (isPointInTime(right) && isDayTime(call)))
                        ? IntervalMath.sum(result, operand(call, 0), operand(call, 1), true)
                        : null;
            default ->
                months || isSum && isDayTime(right)
                        ? IntervalMath.sum(result, operand(call, 0), operand(call, 1), false)
                        : null;
        };
    }

    private static boolean isPointInTime(RexNode node) {
        return SqlTypeUtil.isDatetime(node.getType());
    }

    private static boolean isInterval(RexNode node) {
        return isDayTime(node) || isMonths(node);
    }

    private static boolean isMonths(RexNode node) {
        return SqlTypeName.YEAR_INTERVAL_TYPES.contains(node.getType().getSqlTypeName());
    }

    private static boolean isDayTime(RexNode node) {
        return SqlTypeName.DAY_INTERVAL_TYPES.contains(node.getType().getSqlTypeName());
    }
}
