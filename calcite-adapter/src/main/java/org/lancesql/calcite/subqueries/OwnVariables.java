package org.lancesql.calcite.subqueries;

import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * Says which variables a projection with sub-queries sets. Calcite's rules take all variables in its sub-queries for its own
 * if it names none, although they may be those of queries around it.
 */
public final class OwnVariables extends RelHomogeneousShuttle {
    private final Set<CorrelationId> around;
    private final RexShuttle subQueries;

    private OwnVariables(Set<CorrelationId> around) {
        this.around = around;
        this.subQueries = new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
                return visited.clone(visited.rel.accept(OwnVariables.this));
            }
        };
    }

    /** The plan with projections that name their variables. */
    public static RelNode of(RelNode plan) {
        return plan.accept(new OwnVariables(Set.of()));
    }

    @Override
    public RelNode visit(RelNode node) {
        if (node instanceof Correlate correlate) {
            RelNode left = correlate.getLeft().accept(this);
            RelNode right = correlate.getRight().accept(with(Set.of(correlate.getCorrelationId())));
            return correlate.copy(
                    correlate.getTraitSet(),
                    left,
                    right,
                    correlate.getCorrelationId(),
                    correlate.getRequiredColumns(),
                    correlate.getJoinType());
        }
        RelNode visited = super.visit(node).accept(with(node.getVariablesSet()).subQueries);
        return visited instanceof Project project
                        && project.getVariablesSet().isEmpty()
                        && RexUtil.SubQueryFinder.find(project.getProjects()) != null
                ? named(project)
                : visited;
    }

    private OwnVariables with(Set<CorrelationId> more) {
        if (more.isEmpty()) {
            return this;
        }
        Set<CorrelationId> all = new HashSet<>(around);
        all.addAll(more);
        return new OwnVariables(all);
    }

    private RelNode named(Project project) {
        Set<CorrelationId> own = new HashSet<>();
        project.getProjects().forEach(expression -> own.addAll(Correlations.in(expression)));
        own.removeAll(around);
        // A variable that nothing uses, so that there is one.
        Set<CorrelationId> names = own.isEmpty() ? Set.of(project.getCluster().createCorrel()) : own;
        return LogicalProject.create(
                project.getInput(),
                project.getHints(),
                project.getProjects(),
                project.getRowType().getFieldNames(),
                ImmutableSet.copyOf(names));
    }
}
