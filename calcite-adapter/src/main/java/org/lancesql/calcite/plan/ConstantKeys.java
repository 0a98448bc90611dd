package org.lancesql.calcite.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes constants out of the keys of aggregates, which EXISTS and DISTINCT bring there, before Calcite's decorrelation does so
 * wrongly: it puts them behind the other columns, and where nothing else is grouped by, it forgets that there is no group
 * when there are no rows. An EXISTS over an empty table would be true.
 */
final class ConstantKeys extends RelHomogeneousShuttle {
    private ConstantKeys() {}

    static RelNode takeOut(RelNode plan) {
        return plan.accept(new ConstantKeys());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (!(visited instanceof Aggregate aggregate)
                || aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || !(aggregate.getInput() instanceof Project input)) {
            return visited;
        }
        ImmutableBitSet rest = aggregate.getGroupSet().except(constants(input));
        if (rest.equals(aggregate.getGroupSet())) {
            return visited;
        }
        // Columns of a query around it become keys in place of the constants.
        return rest.isEmpty() && isCorrelated(input) ? visited : withKeys(aggregate, input, rest);
    }

    private static ImmutableBitSet constants(Project project) {
        return ImmutableBitSet.of(IntStream.range(0, project.getProjects().size())
                .filter(column -> project.getProjects().get(column) instanceof RexLiteral)
                .toArray());
    }

    private static RelNode withKeys(Aggregate aggregate, Project input, ImmutableBitSet keys) {
        RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
        RelNode rows = keys.isEmpty()
                ? allRows(aggregate, input)
                : LogicalAggregate.create(input, aggregate.getHints(), keys, null, aggregate.getAggCallList());
        List<RexNode> columns = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            columns.add(
                    keys.get(key)
                            ? rexBuilder.makeInputRef(rows, keys.indexOf(key))
                            : input.getProjects().get(key));
        }
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            RelDataType type = aggregate.getAggCallList().get(i).getType();
            columns.add(rexBuilder.ensureType(type, rexBuilder.makeInputRef(rows, keys.cardinality() + i), true));
        }
        return LogicalProject.create(
                rows, List.of(), columns, aggregate.getRowType().getFieldNames(), Set.of());
    }

    /** The aggregates of all rows, if there are any. */
    private static RelNode allRows(Aggregate aggregate, Project input) {
        RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(call.adaptTo(input, call.getArgList(), call.filterArg, false, true));
        }
        calls.add(AggregateCall.create(SqlStdOperatorTable.COUNT, false, List.of(), -1, 0, input, null, null));
        RelNode all = LogicalAggregate.create(input, aggregate.getHints(), ImmutableBitSet.of(), null, calls);
        RexNode count = rexBuilder.makeInputRef(all, calls.size() - 1);
        return LogicalFilter.create(
                all,
                rexBuilder.makeCall(
                        SqlStdOperatorTable.GREATER_THAN, count, rexBuilder.makeExactLiteral(BigDecimal.ZERO)));
    }

    /** Whether columns of a query around are used. */
    private static boolean isCorrelated(RelNode node) {
        Set<CorrelationId> used = new HashSet<>(RelOptUtil.getVariablesUsed(node));
        new RelVisitor() {
            @Override
            public void visit(RelNode below, int ordinal, @Nullable RelNode parent) {
                if (below instanceof Correlate correlate) {
                    used.remove(correlate.getCorrelationId());
                }
                super.visit(below, ordinal, parent);
            }
        }.go(node);
        return !used.isEmpty();
    }
}
