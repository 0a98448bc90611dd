package org.lancesql.calcite.rel;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.hash.KeyCodec;
import org.lancesql.execution.join.JoinKeys;

/**
 * The key of an anti join that asks what NOT IN asks: it leaves a row out as soon as {@code (left = right) IS NOT FALSE} for
 * some row of the right input.
 *
 * @param left column of the left input
 * @param right column of the right input
 */
record NotInKeys(int left, int right) {
    /** The key, if such a join has one that can be looked up, and no other condition. */
    static Optional<NotInKeys> of(Join join) {
        RexNode condition = join.getCondition();
        if (join.getJoinType() != JoinRelType.ANTI || !condition.isA(SqlKind.IS_NOT_FALSE)) {
            return Optional.empty();
        }
        RexNode compared = ((RexCall) condition).getOperands().get(0);
        if (!compared.isA(SqlKind.EQUALS)
                || !(((RexCall) compared).getOperands().get(0) instanceof RexInputRef first)
                || !(((RexCall) compared).getOperands().get(1) instanceof RexInputRef second)) {
            return Optional.empty();
        }
        int width = join.getLeft().getRowType().getFieldCount();
        int least = Math.min(first.getIndex(), second.getIndex());
        int greatest = Math.max(first.getIndex(), second.getIndex());
        NotInKeys keys = new NotInKeys(least, greatest - width);
        return least < width && greatest >= width && keys.canHash(join) ? Optional.of(keys) : Optional.empty();
    }

    private boolean canHash(Join join) {
        Field one = SqlTypes.toArrow(join.getLeft().getRowType()).get(left);
        Field other = SqlTypes.toArrow(join.getRight().getRowType()).get(right);
        return KeyCodec.supports(one) && one.getType().equals(other.getType());
    }

    /** The same for the operator. */
    JoinKeys keys(RelNode leftInput) {
        return new JoinKeys(
                new int[] {left},
                new int[] {right},
                List.of(SqlTypes.toArrow(leftInput.getRowType()).get(left)),
                new boolean[] {false});
    }
}
