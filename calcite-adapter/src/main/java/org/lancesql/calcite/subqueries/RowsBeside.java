package org.lancesql.calcite.subqueries;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;

/**
 * The upper part of a correlated query computed beside the rows of the left side themselves: its projections, its conditions,
 * and the row that an aggregation of all rows gives for each, whose values for no rows are known. Below are rows that do not
 * depend on the left side, or the input of the aggregation, grouped by the domain.
 */
final class RowsBeside {
    private final Correlate correlate;
    private final Domain domain;
    private final RelNode left;
    private final int leftColumns;

    RowsBeside(Correlate correlate, Domain domain) {
        this.correlate = correlate;
        this.domain = domain;
        this.left = correlate.getLeft();
        this.leftColumns = left.getRowType().getFieldCount();
    }

    /** Whether the right side, or an upper part of it, consists of nothing else. */
    boolean isPossible(RelNode right) {
        boolean isInner = correlate.getJoinType() == JoinRelType.INNER;
        if (right instanceof Aggregate aggregate && EmptyGroups.isOfAllRows(aggregate)) {
            return (isInner || correlate.getJoinType() == JoinRelType.LEFT)
                    && domain.isUsedIn(aggregate)
                    && EmptyGroups.areKnown(aggregate)
                    && domain.in(aggregate).isComputable()
                    && DependentRows.arePossible(aggregate.getInput(), domain.in(aggregate));
        }
        if (right instanceof Project project) {
            return !RexOver.containsOver(project.getProjects(), null) && isPossible(project.getInput());
        }
        if (right instanceof Filter filter) {
            return isInner && isPossible(filter.getInput());
        }
        return isInner && !domain.isUsedIn(right);
    }

    /** The columns of the left side, and then those of the right one. */
    RelNode of(RelNode right) {
        if (right instanceof Aggregate aggregate && EmptyGroups.isOfAllRows(aggregate)) {
            return aggregate(aggregate);
        }
        if (right instanceof Project project) {
            RelNode input = of(project.getInput());
            return Columns.project(
                    input, Columns.refs(input, 0, leftColumns), columns(input).visitList(project.getProjects()));
        }
        if (right instanceof Filter filter) {
            RelNode input = of(filter.getInput());
            return LogicalFilter.create(input, filter.getCondition().accept(columns(input)));
        }
        return LogicalJoin.create(
                left,
                right,
                correlate.getHints(),
                left.getCluster().getRexBuilder().makeLiteral(true),
                Set.of(),
                JoinRelType.INNER);
    }

    private DomainColumns columns(RelNode rows) {
        Map<Integer, Integer> places =
                domain.fields().stream().collect(Collectors.toMap(field -> field, field -> field));
        return DomainColumns.over(List.of(rows), domain.id(), places, place -> leftColumns + place);
    }

    private RelNode aggregate(Aggregate aggregate) {
        Domain used = domain.in(aggregate);
        RelNode groups = new DependentRows(used).groups(aggregate);
        int calls = aggregate.getAggCallList().size();
        RelNode rows = LogicalJoin.create(
                left,
                groups,
                correlate.getHints(),
                used.same(left, used.fields(), groups, calls),
                Set.of(),
                JoinRelType.LEFT);
        RexBuilder rexBuilder = left.getCluster().getRexBuilder();
        List<RexNode> values = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            values.add(EmptyGroups.valueOr(
                    aggregate.getAggCallList().get(i), rexBuilder.makeInputRef(rows, leftColumns + i), rexBuilder));
        }
        return Columns.project(rows, Columns.refs(rows, 0, leftColumns), values);
    }
}
