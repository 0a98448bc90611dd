package org.lancesql.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is computed below from being computed again above: the optimiser would copy a call into each expression that
 * uses its result, which a random number, or the next value of an identity column, does not survive.
 */
public final class ComputeOnce extends SingleRel {
    private ComputeOnce(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
        super(cluster, traits, input);
    }

    /** The rows, computed once if it matters. */
    public static RelNode of(RelNode input) {
        return isRepeatable(input) ? input : always(input);
    }

    /** The rows, computed once. Nothing that is known of them is known above. */
    public static RelNode always(RelNode input) {
        return new ComputeOnce(input.getCluster(), input.getCluster().traitSetOf(Convention.NONE), input);
    }

    private static boolean isRepeatable(RelNode plan) {
        Volatility volatility = new Volatility();
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                node.accept(volatility);
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
        return !volatility.found;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new ComputeOnce(getCluster(), traits, sole(inputs));
    }

    private static final class Volatility extends RexShuttle {
        private boolean found;

        @Override
        public RexNode visitCall(RexCall call) {
            found |= !call.getOperator().isDeterministic() || call.getOperator().isDynamicFunction();
            return super.visitCall(call);
        }
    }
}
