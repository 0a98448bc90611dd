package org.lancesql.calcite.subqueries;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;

/**
 * Makes a lateral join of an outer join whose condition has a sub-query that uses columns of both sides: for each row of the
 * side that is kept, those rows of the other that fulfil the condition. Calcite's rules know sub-queries of one side only.
 */
public final class JoinConditions extends RelHomogeneousShuttle {
    private final RexShuttle nested = new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
            return visited.clone(visited.rel.accept(JoinConditions.this));
        }
    };

    private JoinConditions() {}

    /** The plan without such joins. */
    public static RelNode rewrite(RelNode plan) {
        return plan.accept(new JoinConditions());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(nested);
        return visited instanceof Join join && join.getJoinType().isOuterJoin() && usesBothSides(join)
                ? lateral(join)
                : visited;
    }

    private static boolean usesBothSides(Join join) {
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        boolean[] found = {false};
        join.getCondition().accept(new RexVisitorImpl<@Nullable Void>(true) {
            @Override
            public @Nullable Void visitSubQuery(RexSubQuery subQuery) {
                ImmutableBitSet.Builder used = ImmutableBitSet.builder();
                used.addAll(RelOptUtil.InputFinder.bits(subQuery.getOperands(), null));
                OuterColumns.in(subQuery.rel).keySet().stream()
                        .filter(column -> join.getVariablesSet().contains(column.query()))
                        .forEach(column -> used.set(column.field()));
                ImmutableBitSet columns = used.build();
                found[0] |= columns.nextSetBit(leftColumns) >= 0 && !columns.isEmpty() && columns.nth(0) < leftColumns;
                return super.visitSubQuery(subQuery);
            }
        });
        return found[0];
    }

    private static RelNode lateral(Join join) {
        if (join.getJoinType() == JoinRelType.FULL) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "A sub-query that uses columns of both sides is not supported in the condition of a full join",
                    null,
                    null);
        }
        boolean keepsRight = join.getJoinType() == JoinRelType.RIGHT;
        RelNode kept = keepsRight ? join.getRight() : join.getLeft();
        RelNode other = keepsRight ? join.getLeft() : join.getRight();
        CorrelationId id = join.getCluster().createCorrel();
        Sides sides = new Sides(join, kept, other, id, join.getCluster().createCorrel());
        RelNode rows = LogicalCorrelate.create(
                kept,
                LogicalFilter.create(other, join.getCondition().accept(sides), ImmutableSet.of(sides.otherId)),
                join.getHints(),
                id,
                ImmutableBitSet.range(kept.getRowType().getFieldCount()),
                JoinRelType.LEFT);
        if (!keepsRight) {
            return Columns.typed(rows, join.getRowType());
        }
        int keptColumns = kept.getRowType().getFieldCount();
        List<RexNode> columns = new ArrayList<>(
                Columns.refs(rows, keptColumns, rows.getRowType().getFieldCount()));
        return Columns.typed(Columns.project(rows, columns, Columns.refs(rows, 0, keptColumns)), join.getRowType());
    }

    /** Rewrites an expression over the rows of a join for the rows of the side that is not kept. */
    private static final class Sides extends RexShuttle {
        private final Join join;
        private final RelNode kept;
        private final RelNode other;
        private final CorrelationId keptId;
        private final CorrelationId otherId;
        private final RexBuilder rexBuilder;
        private final int keptStart;
        private final int otherStart;

        Sides(Join join, RelNode kept, RelNode other, CorrelationId keptId, CorrelationId otherId) {
            this.join = join;
            this.kept = kept;
            this.other = other;
            this.keptId = keptId;
            this.otherId = otherId;
            this.rexBuilder = join.getCluster().getRexBuilder();
            int leftColumns = join.getLeft().getRowType().getFieldCount();
            this.keptStart = kept == join.getLeft() ? 0 : leftColumns;
            this.otherStart = kept == join.getLeft() ? leftColumns : 0;
        }

        private boolean isKept(int column) {
            return IntStream.range(keptStart, keptStart + kept.getRowType().getFieldCount())
                    .anyMatch(own -> own == column);
        }

        private RexNode ofKept(int column) {
            return rexBuilder.makeFieldAccess(rexBuilder.makeCorrel(kept.getRowType(), keptId), column - keptStart);
        }

        @Override
        public RexNode visitInputRef(RexInputRef ref) {
            return isKept(ref.getIndex())
                    ? ofKept(ref.getIndex())
                    : rexBuilder.makeInputRef(other, ref.getIndex() - otherStart);
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
            return visited.clone(within(visited.rel));
        }

        /** The plan of a sub-query, whose columns of the join's row are those of two rows now. */
        private RelNode within(RelNode plan) {
            RexShuttle outer = new RexShuttle() {
                @Override
                public RexNode visitFieldAccess(RexFieldAccess access) {
                    OuterColumns.OuterColumn column = OuterColumns.OuterColumn.of(access);
                    if (column == null || !join.getVariablesSet().contains(column.query())) {
                        return super.visitFieldAccess(access);
                    }
                    return isKept(column.field())
                            ? ofKept(column.field())
                            : rexBuilder.makeFieldAccess(
                                    rexBuilder.makeCorrel(other.getRowType(), otherId), column.field() - otherStart);
                }

                @Override
                public RexNode visitSubQuery(RexSubQuery subQuery) {
                    RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
                    return visited.clone(within(visited.rel));
                }
            };
            return plan.accept(new RelHomogeneousShuttle() {
                @Override
                public RelNode visit(RelNode node) {
                    return super.visit(node).accept(outer);
                }
            });
        }
    }
}
