package org.lancesql.calcite.plan;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/** What there is in a plan, so that phases for what there is not can be left out: each costs as much as a small query. */
final class PlanShape extends RelVisitor {
    private boolean subQueries;
    private boolean windows;
    private boolean joins;
    private boolean aggregates;
    private boolean rowAggregates;
    private boolean unions;
    private boolean chain = true;
    private boolean correlations;

    private final RexShuttle expressions = new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            subQueries = true;
            return subQuery;
        }

        @Override
        public RexNode visitOver(RexOver over) {
            windows = true;
            return super.visitOver(over);
        }
    };

    private PlanShape() {}

    static PlanShape of(RelNode plan) {
        PlanShape shape = new PlanShape();
        shape.go(plan);
        return shape;
    }

    @Override
    public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        joins |= node instanceof Join;
        chain &= node instanceof Project
                || node instanceof Filter
                || node instanceof Sort
                || node instanceof TableScan
                || node instanceof Values;
        if (node instanceof Aggregate aggregate) {
            aggregates = true;
            rowAggregates |= aggregate.getAggCallList().stream().anyMatch(PlanShape::isOfRowCode);
        }
        unions |= node instanceof Union;
        correlations |= node instanceof Correlate;
        node.accept(expressions);
        super.visit(node, ordinal, parent);
    }

    private static boolean isOfRowCode(AggregateCall call) {
        String name = call.getAggregation().getName();
        return name.startsWith("JSON_") || name.equals("INTERSECTION");
    }

    /** Whether there are functions that only Calcite's row code has, beside which it computes others too. */
    boolean hasRowAggregates() {
        return rowAggregates;
    }

    boolean hasSubQueries() {
        return subQueries;
    }

    boolean hasCorrelations() {
        return correlations;
    }

    boolean hasWindows() {
        return windows;
    }

    boolean hasJoins() {
        return joins;
    }

    boolean hasAggregates() {
        return aggregates;
    }

    boolean hasUnions() {
        return unions;
    }

    /** Whether rows of one table, or of constants, are filtered, computed from and sorted, and nothing else. */
    boolean isChain() {
        return chain && !subQueries && !windows;
    }
}
