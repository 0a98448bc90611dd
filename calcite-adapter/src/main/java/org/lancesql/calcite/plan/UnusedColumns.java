package org.lancesql.calcite.plan;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.util.ImmutableBitSet;
import org.lancesql.calcite.rel.LanceTableScan;

/**
 * Whether a plan has columns that nothing above them uses. To look is quick; to let Calcite's trimmer find none takes a
 * tenth of what a small query takes to plan.
 */
final class UnusedColumns {
    private UnusedColumns() {}

    /** Whether there may be some, all columns of the plan itself being used. */
    static boolean mayBeIn(RelNode plan) {
        if (plan instanceof LanceTableScan || plan instanceof Values) {
            return false;
        }
        if (plan instanceof Project project) {
            // A scan right below leaves out what it need not read when it takes over the projection.
            return !(project.getInput() instanceof LanceTableScan)
                    && (!usesAll(RelOptUtil.InputFinder.bits(project.getProjects(), null), project.getInput())
                            || mayBeIn(project.getInput()));
        }
        if (plan instanceof Aggregate aggregate) {
            return !usesAll(used(aggregate), aggregate.getInput()) || mayBeIn(aggregate.getInput());
        }
        boolean passesAll = plan instanceof Filter
                || plan instanceof Sort
                || plan instanceof SetOp
                || plan instanceof Join join && join.getJoinType().projectsRight();
        return !passesAll || plan.getInputs().stream().anyMatch(UnusedColumns::mayBeIn);
    }

    private static boolean usesAll(ImmutableBitSet used, RelNode input) {
        return used.cardinality() == input.getRowType().getFieldCount();
    }

    private static ImmutableBitSet used(Aggregate aggregate) {
        ImmutableBitSet.Builder columns = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
        for (AggregateCall call : aggregate.getAggCallList()) {
            columns.addAll(call.getArgList()).addAll(call.getCollation().getKeys());
            if (call.hasFilter()) {
                columns.set(call.filterArg);
            }
        }
        return columns.build();
    }
}
