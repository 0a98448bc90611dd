package org.lancesql.calcite.plan;

import java.util.List;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Types of what stands beside {@code x IS NOT NULL} in a conjunction.
 *
 * <p>Calcite makes {@code COALESCE(x, 1) = 2} the conjunction {@code x IS NOT NULL AND x = 2}, whose second part has the
 * type BOOLEAN NOT NULL for the sake of the first, and then leaves the first out where unknown counts as false. What is
 * left is unknown for a NULL in spite of its type, and {@code NOT} and {@code IS NULL} around it are simplified by that
 * type. So each part gets the type that it has on its own.
 */
final class GuardedTypes extends RexShuttle {
    private final RexBuilder rexBuilder;

    private GuardedTypes(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    /** The operands of a call, those of a guarded conjunction with types of their own. */
    static List<? extends RexNode> freed(
            SqlOperator operator, List<? extends RexNode> operands, RexBuilder rexBuilder) {
        boolean guarded = operator.getKind() == SqlKind.AND
                && operands.stream().anyMatch(operand -> operand.isA(SqlKind.IS_NOT_NULL));
        return guarded ? new GuardedTypes(rexBuilder).visitList(operands) : operands;
    }

    @Override
    public RexNode visitCall(RexCall call) {
        if (isNullabilityCast(call)) {
            return call.getOperands().get(0).accept(this);
        }
        RexNode visited = super.visitCall(call);
        return visited instanceof RexCall inner && isNullDespiteItsType(inner)
                ? inner.clone(
                        rexBuilder.getTypeFactory().createTypeWithNullability(inner.getType(), true),
                        inner.getOperands())
                : visited;
    }

    /** A cast that says of a value that it is not NULL, and does nothing else. */
    private static boolean isNullabilityCast(RexCall call) {
        return call.getKind() == SqlKind.CAST
                && !call.getType().isNullable()
                && call.getOperands().get(0).getType().isNullable()
                && SqlTypeUtil.equalSansNullability(
                        call.getType(), call.getOperands().get(0).getType());
    }

    private static boolean isNullDespiteItsType(RexCall call) {
        return !call.getType().isNullable()
                && Strong.policy(call) == Strong.Policy.ANY
                && call.getOperands().stream()
                        .anyMatch(operand -> operand.getType().isNullable());
    }
}
