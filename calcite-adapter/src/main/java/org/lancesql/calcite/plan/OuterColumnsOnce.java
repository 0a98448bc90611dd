package org.lancesql.calcite.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.plan.OuterColumns.OuterColumn;

/**
 * Makes one of the columns of a query around that several parts of a correlated query use. Decorrelation brings such a column
 * into the plan wherever it is used, and forgets, where two parts meet, that both have to have the same value of it: each row
 * would be there for all values of the other part. So one part hands its column on as an ordinary one, which the other is
 * compared with, or uses.
 */
final class OuterColumnsOnce extends RelHomogeneousShuttle {
    private OuterColumnsOnce() {}

    static RelNode rewrite(RelNode plan) {
        return plan.accept(new OuterColumnsOnce());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (visited instanceof Filter filter) {
            return filter(filter);
        }
        if (visited instanceof Project project) {
            return project(project);
        }
        if (visited instanceof Join join && join.getJoinType().projectsRight()) {
            return join.getJoinType() == JoinRelType.INNER ? join(join) : outerJoin(join);
        }
        return visited instanceof Correlate correlate ? correlate(correlate) : visited;
    }

    /** The columns that come from below, if others are needed too: the latter alone would be brought in with all of them. */
    private static List<RexFieldAccess> handedOn(Map<OuterColumn, RexFieldAccess> needed, RelNode input) {
        Map<OuterColumn, RexFieldAccess> below = OuterColumns.in(input);
        return below.keySet().containsAll(needed.keySet()) ? List.of() : common(needed, below);
    }

    private static RelNode filter(Filter filter) {
        List<RexFieldAccess> columns = handedOn(OuterColumns.in(List.of(filter.getCondition())), filter.getInput());
        if (columns.isEmpty()) {
            return filter;
        }
        RelNode input = with(filter.getInput(), columns);
        RexNode condition = filter.getCondition().accept(references(columns, filter.getInput(), input));
        return first(LogicalFilter.create(input, condition), filter.getInput(), 0, null);
    }

    private static RelNode project(Project project) {
        List<RexFieldAccess> columns = handedOn(OuterColumns.in(project.getProjects()), project.getInput());
        if (columns.isEmpty()) {
            return project;
        }
        RelNode input = with(project.getInput(), columns);
        List<RexNode> expressions =
                references(columns, project.getInput(), input).visitList(project.getProjects());
        return LogicalProject.create(
                input, project.getHints(), expressions, project.getRowType().getFieldNames(), Set.of());
    }

    private static RelNode join(Join join) {
        Map<OuterColumn, RexFieldAccess> left = OuterColumns.in(join.getLeft());
        Map<OuterColumn, RexFieldAccess> right = OuterColumns.in(join.getRight());
        Map<OuterColumn, RexFieldAccess> needed = OuterColumns.in(List.of(join.getCondition()));
        List<RexFieldAccess> shared = common(left, right);
        boolean isLate = !needed.isEmpty() && !(left.isEmpty() && right.isEmpty());
        if (shared.isEmpty() && !isLate) {
            return join;
        }
        RexBuilder rexBuilder = join.getCluster().getRexBuilder();
        List<RexNode> late = RelOptUtil.conjunctions(join.getCondition()).stream()
                .filter(condition ->
                        isLate && !OuterColumns.in(List.of(condition)).isEmpty())
                .toList();
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        List<RexNode> conditions = new ArrayList<>(RelOptUtil.conjunctions(join.getCondition()));
        conditions.removeAll(late);
        conditions.replaceAll(condition -> RexUtil.shift(condition, leftColumns, shared.size()));
        RelNode newLeft = with(join.getLeft(), shared);
        RelNode newRight = with(join.getRight(), shared);
        int rightStart = newLeft.getRowType().getFieldCount();
        int rightColumns = join.getRight().getRowType().getFieldCount();
        for (int i = 0; i < shared.size(); i++) {
            conditions.add(same(newLeft, newRight, leftColumns + i, rightColumns + i));
        }
        RelNode joined = LogicalJoin.create(
                newLeft,
                newRight,
                join.getHints(),
                RexUtil.composeConjunction(rexBuilder, conditions),
                Set.of(),
                JoinRelType.INNER);
        RelNode rows = first(joined, join.getLeft(), rightStart, join.getRight());
        return late.isEmpty() ? rows : filter(LogicalFilter.create(rows, RexUtil.composeConjunction(rexBuilder, late)));
    }

    /**
     * A side whose rows are all kept knows all the columns, so that none of its rows is lost where the other side has none
     * for their values.
     */
    private static RelNode outerJoin(Join join) {
        Map<OuterColumn, RexFieldAccess> left = OuterColumns.in(join.getLeft());
        Map<OuterColumn, RexFieldAccess> right = OuterColumns.in(join.getRight());
        Map<OuterColumn, RexFieldAccess> all = new LinkedHashMap<>(left);
        all.putAll(right);
        all.putAll(OuterColumns.in(List.of(join.getCondition())));
        if (all.isEmpty() || (right.isEmpty() && all.keySet().equals(left.keySet()) && isOf(join, JoinRelType.LEFT))) {
            return join;
        }
        List<RexFieldAccess> ofLeft = new ArrayList<>((isOf(join, JoinRelType.RIGHT) ? left : all).values());
        List<RexFieldAccess> ofRight = new ArrayList<>((isOf(join, JoinRelType.LEFT) ? right : all).values());
        RelNode newLeft = supplied(join.getLeft(), ofLeft);
        RelNode newRight = supplied(join.getRight(), ofRight);
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        int rightColumns = join.getRight().getRowType().getFieldCount();
        int rightStart = newLeft.getRowType().getFieldCount();
        Map<OuterColumn, Integer> leftPlaces = places(ofLeft, leftColumns);
        Map<OuterColumn, Integer> rightPlaces = places(ofRight, rightColumns);
        RexBuilder rexBuilder = join.getCluster().getRexBuilder();
        List<RexNode> conditions = new ArrayList<>();
        conditions.add(RexUtil.shift(join.getCondition(), leftColumns, ofLeft.size())
                .accept(new RexShuttle() {
                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        OuterColumn column = OuterColumn.of(access);
                        if (column == null) {
                            return super.visitFieldAccess(access);
                        }
                        Integer place = leftPlaces.get(column);
                        return place == null
                                ? rexBuilder.makeInputRef(
                                        access.getType(), rightStart + requireNonNull(rightPlaces.get(column)))
                                : rexBuilder.makeInputRef(access.getType(), place);
                    }
                }));
        leftPlaces.forEach((column, place) -> {
            Integer other = rightPlaces.get(column);
            if (other != null) {
                conditions.add(same(newLeft, newRight, place, other));
            }
        });
        RelNode joined = LogicalJoin.create(
                newLeft,
                newRight,
                join.getHints(),
                RexUtil.composeConjunction(rexBuilder, conditions),
                Set.of(),
                join.getJoinType());
        return first(joined, join.getLeft(), rightStart, join.getRight());
    }

    private static boolean isOf(Join join, JoinRelType type) {
        return join.getJoinType() == type;
    }

    /** The plan with outer columns behind its own, some of which it has already and some not. */
    private static RelNode supplied(RelNode plan, List<RexFieldAccess> columns) {
        RelNode extended = with(plan, columns);
        return extended instanceof Project project && extended != plan ? project(project) : extended;
    }

    private static RexNode same(RelNode left, RelNode right, int leftPlace, int rightPlace) {
        RexBuilder rexBuilder = left.getCluster().getRexBuilder();
        RelDataType type = right.getRowType().getFieldList().get(rightPlace).getType();
        int start = left.getRowType().getFieldCount();
        return rexBuilder.makeCall(
                SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                rexBuilder.makeInputRef(left, leftPlace),
                rexBuilder.makeInputRef(type, start + rightPlace));
    }

    /** The right side takes what both sides use from the left one. */
    private static RelNode correlate(Correlate correlate) {
        List<RexFieldAccess> shared =
                common(OuterColumns.in(correlate.getLeft()), OuterColumns.in(correlate.getRight()));
        shared.removeIf(access -> column(access).query().equals(correlate.getCorrelationId()));
        if (shared.isEmpty()) {
            return correlate;
        }
        RexBuilder rexBuilder = correlate.getCluster().getRexBuilder();
        RelNode left = with(correlate.getLeft(), shared);
        int leftColumns = correlate.getLeft().getRowType().getFieldCount();
        RexNode row = rexBuilder.makeCorrel(left.getRowType(), correlate.getCorrelationId());
        Map<OuterColumn, Integer> places = places(shared, leftColumns);
        RexShuttle moved = new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                OuterColumn column = OuterColumn.of(access);
                if (column == null) {
                    return super.visitFieldAccess(access);
                }
                if (column.query().equals(correlate.getCorrelationId())) {
                    return rexBuilder.makeFieldAccess(row, column.field());
                }
                Integer place = places.get(column);
                return place == null ? access : rexBuilder.makeFieldAccess(row, place);
            }
        };
        RelNode right = correlate.getRight().accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                return super.visit(node).accept(moved);
            }
        });
        RelNode rows = LogicalCorrelate.create(
                left,
                right,
                correlate.getHints(),
                correlate.getCorrelationId(),
                correlate.getRequiredColumns().union(ImmutableBitSet.range(leftColumns, leftColumns + shared.size())),
                correlate.getJoinType());
        return correlate.getJoinType().projectsRight()
                ? first(rows, correlate.getLeft(), leftColumns + shared.size(), correlate.getRight())
                : first(rows, correlate.getLeft(), 0, null);
    }

    private static List<RexFieldAccess> common(
            Map<OuterColumn, RexFieldAccess> some, Map<OuterColumn, RexFieldAccess> others) {
        Map<OuterColumn, RexFieldAccess> common = new LinkedHashMap<>(some);
        common.keySet().retainAll(others.keySet());
        return new ArrayList<>(common.values());
    }

    private static OuterColumn column(RexFieldAccess access) {
        return requireNonNull(OuterColumn.of(access), "a field of something else");
    }

    private static Map<OuterColumn, Integer> places(List<RexFieldAccess> columns, int start) {
        return IntStream.range(0, columns.size())
                .boxed()
                .collect(Collectors.toMap(i -> column(columns.get(i)), i -> start + i));
    }

    /** The plan with outer columns behind its own. */
    private static RelNode with(RelNode plan, List<RexFieldAccess> columns) {
        if (columns.isEmpty()) {
            return plan;
        }
        List<RexNode> expressions =
                new ArrayList<>(plan.getCluster().getRexBuilder().identityProjects(plan.getRowType()));
        expressions.addAll(columns);
        List<String> names = new ArrayList<>(plan.getRowType().getFieldNames());
        columns.forEach(column -> names.add(column.getField().getName()));
        return LogicalProject.create(plan, List.of(), expressions, SqlValidatorUtil.uniquify(names, true), Set.of());
    }

    /** Puts the columns that {@link #with} adds in place of the outer ones. */
    private static RexShuttle references(List<RexFieldAccess> columns, RelNode plain, RelNode extended) {
        Map<OuterColumn, Integer> places = places(columns, plain.getRowType().getFieldCount());
        RexBuilder rexBuilder = plain.getCluster().getRexBuilder();
        return new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                Integer place = places.get(OuterColumn.of(access));
                return place == null ? super.visitFieldAccess(access) : rexBuilder.makeInputRef(extended, place);
            }
        };
    }

    /** The columns of a plan that those of one plan are, and from a place on those of another. */
    private static RelNode first(RelNode rows, RelNode left, int start, @Nullable RelNode right) {
        RexBuilder rexBuilder = rows.getCluster().getRexBuilder();
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
        for (int i = 0; i < left.getRowType().getFieldCount(); i++) {
            expressions.add(rexBuilder.makeInputRef(rows, i));
        }
        if (right != null) {
            names.addAll(right.getRowType().getFieldNames());
            for (int i = 0; i < right.getRowType().getFieldCount(); i++) {
                expressions.add(rexBuilder.makeInputRef(rows, start + i));
            }
        }
        return LogicalProject.create(rows, List.of(), expressions, SqlValidatorUtil.uniquify(names, true), Set.of());
    }
}
