package org.lancesql.calcite.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.SqlTypes;

/**
 * Gives both sides of each comparison, and all inputs of each set operation, one type, so that equal values are equal
 * bit by bit in hash tables and kernels.
 */
final class TypeNormalizer extends RelHomogeneousShuttle {
    private final RexBuilder rexBuilder;

    private TypeNormalizer(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    static RelNode normalize(RelNode plan) {
        return plan.accept(new TypeNormalizer(plan.getCluster().getRexBuilder()));
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (visited instanceof SetOp setOp) {
            List<RelNode> inputs = new ArrayList<>();
            for (RelNode input : setOp.getInputs()) {
                inputs.add(RelOptUtil.createCastRel(input, setOp.getRowType(), false));
            }
            visited = setOp.copy(setOp.getTraitSet(), inputs);
        }
        return visited.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                RexCall inner = (RexCall) super.visitCall(call);
                return compares(inner.getKind()) && inner.getOperands().size() == 2 ? align(inner) : inner;
            }
        });
    }

    private static boolean compares(SqlKind kind) {
        return SqlKind.COMPARISON.contains(kind)
                || kind == SqlKind.IS_DISTINCT_FROM
                || kind == SqlKind.IS_NOT_DISTINCT_FROM;
    }

    private RexNode align(RexCall call) {
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        RelDataType common = holds(left.getType(), right)
                ? left.getType()
                : holds(right.getType(), left) ? right.getType() : common(left.getType(), right.getType());
        if (common == null) {
            return call;
        }
        return rexBuilder.makeCall(
                call.getType(), call.getOperator(), List.of(cast(left, common), cast(right, common)));
    }

    /** Whether an exact number is a constant that the type has, so that the other side needs no cast. */
    private static boolean holds(RelDataType type, RexNode constant) {
        if (!(constant instanceof RexLiteral literal)
                || literal.isNull()
                || !SqlTypeUtil.isExactNumeric(type)
                || !SqlTypeUtil.isExactNumeric(constant.getType())) {
            return false;
        }
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        if (value == null) {
            return false;
        }
        BigDecimal shortest = value.stripTrailingZeros();
        int scale = Math.max(0, type.getScale());
        int integralDigits = type.getPrecision() - scale - (SqlTypeUtil.isDecimal(type) ? 0 : 1);
        return shortest.scale() <= scale && shortest.precision() - shortest.scale() <= integralDigits;
    }

    /** Casts without rounding a REAL constant to the decimal it was written as. */
    private RexNode cast(RexNode node, RelDataType type) {
        RelDataTypeFactory factory = rexBuilder.getTypeFactory();
        RelDataType target =
                factory.createTypeWithNullability(type, node.getType().isNullable());
        if (samePhysical(node.getType(), target)) {
            return node;
        }
        return node.getType().getSqlTypeName() == SqlTypeName.REAL
                ? rexBuilder.makeAbstractCast(target, node, false)
                : rexBuilder.makeCast(target, node, true);
    }

    /** The type to compare in, or null when the two already agree. */
    private @Nullable RelDataType common(RelDataType left, RelDataType right) {
        if (!isScalar(left) || !isScalar(right) || samePhysical(left, right)) {
            return null;
        }
        RelDataTypeFactory factory = rexBuilder.getTypeFactory();
        if (SqlTypeUtil.isApproximateNumeric(left) || SqlTypeUtil.isApproximateNumeric(right)) {
            return SqlTypeUtil.isNumeric(left) && SqlTypeUtil.isNumeric(right)
                    ? factory.createSqlType(SqlTypeName.DOUBLE)
                    : null;
        }
        return factory.leastRestrictive(List.of(left, right));
    }

    private static boolean isScalar(RelDataType type) {
        return type.getSqlTypeName() != SqlTypeName.NULL
                && (SqlTypeUtil.isNumeric(type)
                        || SqlTypeUtil.isDatetime(type)
                        || SqlTypeUtil.inCharFamily(type)
                        || SqlTypeUtil.isBinary(type)
                        || SqlTypeUtil.isBoolean(type));
    }

    private static boolean samePhysical(RelDataType left, RelDataType right) {
        return left.getSqlTypeName() == right.getSqlTypeName()
                && SqlTypes.toArrow("", left)
                        .getType()
                        .equals(SqlTypes.toArrow("", right).getType());
    }
}
