package org.lancesql.calcite.subqueries;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A sub-query without the conditions that tie it to the row outside.
 *
 * @param node its rows for any row outside, the columns of the sub-query first
 * @param conditions what ties them, over the columns of {@code node}
 */
record Uncorrelated(RelNode node, List<RexNode> conditions) {
    Uncorrelated {
        conditions = List.copyOf(conditions);
    }

    /** Takes a sub-query apart; empty when it refers to the row outside elsewhere than in conditions on its rows. */
    static Optional<Uncorrelated> of(RelNode query, Set<CorrelationId> variables) {
        boolean repeatable = isRepeatable(query);
        return repeatable && variables.containsAll(Correlations.in(query))
                ? Optional.ofNullable(take(query, variables))
                : Optional.empty();
    }

    static boolean isRepeatable(RelNode query) {
        boolean[] repeatable = {true};
        RexShuttle calls = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                repeatable[0] &= call.getOperator().isDeterministic();
                return super.visitCall(call);
            }
        };
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                node.accept(calls);
                super.visit(node, ordinal, parent);
            }
        }.go(query);
        return repeatable[0];
    }

    private static @Nullable Uncorrelated take(RelNode node, Set<CorrelationId> variables) {
        if (Correlations.in(node).stream().noneMatch(variables::contains)) {
            return new Uncorrelated(node, List.of());
        }
        if (node instanceof Filter filter) {
            return takeFilter(filter, variables);
        }
        if (node instanceof Project project) {
            return takeProject(project, variables);
        }
        return node instanceof Join join && join.getJoinType() == JoinRelType.INNER ? takeJoin(join, variables) : null;
    }

    private static @Nullable Uncorrelated takeFilter(Filter filter, Set<CorrelationId> variables) {
        Uncorrelated input = take(filter.getInput(), variables);
        boolean wider = input != null
                && input.node.getRowType().getFieldCount()
                        != filter.getInput().getRowType().getFieldCount();
        if (input == null || wider && !filter.getVariablesSet().isEmpty()) {
            return null;
        }
        List<RexNode> kept = new ArrayList<>();
        List<RexNode> taken = new ArrayList<>(input.conditions);
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            boolean tied = Correlations.in(conjunct).stream().anyMatch(variables::contains);
            if (tied && RexUtil.SubQueryFinder.find(conjunct) != null) {
                return null;
            }
            (tied ? taken : kept).add(conjunct);
        }
        RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
        RelNode rest = kept.isEmpty()
                ? input.node
                : LogicalFilter.create(
                        input.node,
                        RexUtil.composeConjunction(rexBuilder, kept),
                        com.google.common.collect.ImmutableSet.copyOf(filter.getVariablesSet()));
        return new Uncorrelated(rest, taken);
    }

    private static @Nullable Uncorrelated takeProject(Project project, Set<CorrelationId> variables) {
        Uncorrelated input = take(project.getInput(), variables);
        boolean tied = project.getProjects().stream()
                .anyMatch(expression -> Correlations.in(expression).stream().anyMatch(variables::contains));
        if (input == null
                || tied
                || project.containsOver()
                || !project.getVariablesSet().isEmpty()) {
            return null;
        }
        List<RexNode> columns = new ArrayList<>(project.getProjects());
        List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
        int[] places = new int[input.node.getRowType().getFieldCount()];
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(input.conditions, null);
        for (int column : used) {
            places[column] = columns.size();
            columns.add(project.getCluster().getRexBuilder().makeInputRef(input.node, column));
            names.add("$outer" + column);
        }
        RexShuttle moved = new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(places[reference.getIndex()], reference.getType());
            }
        };
        RelNode wider = LogicalProject.create(input.node, project.getHints(), columns, names, Set.of());
        return new Uncorrelated(wider, moved.visitList(input.conditions));
    }

    /** Both sides keep their columns, so that the columns of the right do not move. */
    private static @Nullable Uncorrelated takeJoin(Join join, Set<CorrelationId> variables) {
        Uncorrelated left = take(join.getLeft(), variables);
        Uncorrelated right = take(join.getRight(), variables);
        if (left == null
                || right == null
                || !Correlations.in(join.getCondition()).isEmpty()
                || RexUtil.SubQueryFinder.find(join.getCondition()) != null
                || left.node.getRowType().getFieldCount()
                        != join.getLeft().getRowType().getFieldCount()
                || right.node.getRowType().getFieldCount()
                        != join.getRight().getRowType().getFieldCount()) {
            return null;
        }
        List<RexNode> conditions = new ArrayList<>(left.conditions);
        int shift = left.node.getRowType().getFieldCount();
        right.conditions.forEach(condition -> conditions.add(RexUtil.shift(condition, shift)));
        return new Uncorrelated(join.copy(join.getTraitSet(), List.of(left.node, right.node)), conditions);
    }
}
