package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;

/**
 * Partitions the windows of a correlated query by the columns of the queries around it that it uses. For one row of those they
 * are constants and change nothing; but decorrelation computes the query for all rows around it at once, and a window would
 * go over the rows of all of them.
 */
final class CorrelatedWindows extends RelHomogeneousShuttle {
    private CorrelatedWindows() {}

    static RelNode partition(RelNode plan) {
        return plan.accept(new CorrelatedWindows());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (!(visited instanceof Project project) || !project.containsOver()) {
            return visited;
        }
        Collection<RexFieldAccess> outer = OuterColumns.in(project).values();
        return outer.isEmpty()
                ? project
                : project.accept(new Partitioning(project.getCluster().getRexBuilder(), outer));
    }

    /** Adds keys to the partitions of windows. */
    private static final class Partitioning extends RexShuttle {
        private final RexBuilder rexBuilder;
        private final Collection<RexFieldAccess> keys;

        Partitioning(RexBuilder rexBuilder, Collection<RexFieldAccess> keys) {
            this.rexBuilder = rexBuilder;
            this.keys = keys;
        }

        @Override
        public RexNode visitOver(RexOver over) {
            RexWindow window = over.getWindow();
            List<RexNode> partition = new ArrayList<>(window.partitionKeys);
            partition.addAll(keys);
            return rexBuilder.makeOver(
                    over.getType(),
                    over.getAggOperator(),
                    over.getOperands(),
                    partition,
                    window.orderKeys,
                    window.getLowerBound(),
                    window.getUpperBound(),
                    window.getExclude(),
                    window.isRows(),
                    true,
                    false,
                    over.isDistinct(),
                    over.ignoreNulls());
        }
    }
}
