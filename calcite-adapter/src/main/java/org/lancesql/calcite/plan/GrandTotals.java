package org.lancesql.calcite.plan;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Computes the empty grouping set on its own: over no rows it still has one group, which Calcite's row operator for
 * several grouping sets does not give.
 */
final class GrandTotals extends RelHomogeneousShuttle {
    private GrandTotals() {}

    static RelNode split(RelNode plan) {
        return plan.accept(new GrandTotals());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (!(visited instanceof Aggregate aggregate)
                || aggregate.getGroupType() == Aggregate.Group.SIMPLE
                || !aggregate.getGroupSets().contains(ImmutableBitSet.of())) {
            return visited;
        }
        List<ImmutableBitSet> others =
                aggregate.getGroupSets().stream().filter(set -> !set.isEmpty()).toList();
        ImmutableBitSet groupSet = aggregate.getGroupSet();
        List<RelNode> inputs = new ArrayList<>();
        if (!others.isEmpty() && ImmutableBitSet.union(others).equals(groupSet)) {
            inputs.add(LogicalAggregate.create(
                    aggregate.getInput(), List.of(), groupSet, others, withoutTotal(aggregate)));
        } else {
            return visited;
        }
        long totals = aggregate.getGroupSets().stream()
                .filter(ImmutableBitSet::isEmpty)
                .count();
        for (int i = 0; i < totals; i++) {
            inputs.add(total(aggregate));
        }
        RelNode union = LogicalUnion.create(inputs, true);
        return cast(union, aggregate.getRowType());
    }

    /** The calls, whose results are not null where only a total could have made them so. */
    private static List<AggregateCall> withoutTotal(Aggregate aggregate) {
        return aggregate.getAggCallList().stream()
                .map(call -> call.adaptTo(aggregate.getInput(), call.getArgList(), call.filterArg, true, false))
                .toList();
    }

    /** The aggregates of all rows, under the columns of the whole aggregate, whose keys are null. */
    private static RelNode total(Aggregate aggregate) {
        RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
        List<AggregateCall> calls = aggregate.getAggCallList().stream()
                .filter(call -> !isGrouping(call))
                .toList();
        RelNode total = totals(aggregate, calls);
        List<RexNode> columns = new ArrayList<>();
        List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
        int groups = aggregate.getGroupCount();
        for (int i = 0; i < groups; i++) {
            columns.add(rexBuilder.makeNullLiteral(fields.get(i).getType()));
        }
        int next = 0;
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            AggregateCall call = aggregate.getAggCallList().get(i);
            RelDataType type = fields.get(groups + i).getType();
            columns.add(
                    isGrouping(call)
                            ? rexBuilder.makeLiteral(allBits(call, groups), type, true)
                            : rexBuilder.makeInputRef(total, next++));
        }
        return LogicalProject.create(
                total, List.of(), columns, aggregate.getRowType().getFieldNames(), Set.of());
    }

    /** One row, also without calls: Calcite's trimming of columns takes no aggregate that has none. */
    private static RelNode totals(Aggregate aggregate, List<AggregateCall> calls) {
        return calls.isEmpty()
                ? LogicalValues.createOneRow(aggregate.getCluster())
                : LogicalAggregate.create(
                        aggregate.getInput(),
                        List.of(),
                        ImmutableBitSet.of(),
                        ImmutableList.of(ImmutableBitSet.of()),
                        calls);
    }

    private static boolean isGrouping(AggregateCall call) {
        SqlKind kind = call.getAggregation().getKind();
        return kind == SqlKind.GROUPING || kind == SqlKind.GROUPING_ID || kind == SqlKind.GROUP_ID;
    }

    /** GROUPING of arguments none of which is grouped by: a one for each. */
    private static java.math.BigDecimal allBits(AggregateCall call, int groups) {
        if (call.getAggregation().getKind() == SqlKind.GROUP_ID) {
            return java.math.BigDecimal.ZERO;
        }
        int bits = call.getArgList().isEmpty() ? groups : call.getArgList().size();
        return java.math.BigDecimal.valueOf((1L << bits) - 1);
    }

    private static RelNode cast(RelNode node, RelDataType rowType) {
        return org.apache.calcite.plan.RelOptUtil.createCastRel(node, rowType, true);
    }
}
