package org.lancesql.calcite.subqueries;

import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/** The correlation variables in expressions and plans. */
final class Correlations extends RexShuttle {
    private final Set<CorrelationId> found = new HashSet<>();
    private final Set<CorrelationId> defined = new HashSet<>();
    private final RelVisitor nodes = new RelVisitor() {
        @Override
        public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
            defined.addAll(node.getVariablesSet());
            node.accept(Correlations.this);
            super.visit(node, ordinal, parent);
        }
    };

    private Correlations() {}

    /** The variables that an expression refers to, those of the sub-queries in it included, and does not set. */
    static Set<CorrelationId> in(RexNode expression) {
        Correlations correlations = new Correlations();
        expression.accept(correlations);
        correlations.found.removeAll(correlations.defined);
        return correlations.found;
    }

    /** The variables that a plan refers to and does not set itself. */
    static Set<CorrelationId> in(RelNode plan) {
        Correlations correlations = new Correlations();
        correlations.nodes.go(plan);
        correlations.found.removeAll(correlations.defined);
        return correlations.found;
    }

    @Override
    public RexNode visitCorrelVariable(RexCorrelVariable variable) {
        found.add(variable.id);
        return variable;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
        nodes.go(subQuery.rel);
        return super.visitSubQuery(subQuery);
    }

    /** The expression with the fields of some variables as columns of the left input of a join. */
    static RexNode toLeft(RexNode expression, Set<CorrelationId> variables, RelNode left) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                return access.getReferenceExpr() instanceof RexCorrelVariable variable
                                && variables.contains(variable.id)
                        ? left.getCluster()
                                .getRexBuilder()
                                .makeInputRef(left, access.getField().getIndex())
                        : super.visitFieldAccess(access);
            }
        });
    }
}
