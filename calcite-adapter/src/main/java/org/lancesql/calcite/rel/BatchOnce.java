package org.lancesql.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.lancesql.calcite.runtime.OperatorFactory;

/** The batches of its input: what is left of {@link ComputeOnce} when there is no optimiser any more. */
public final class BatchOnce extends SingleRel implements BatchRel {
    public BatchOnce(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
        super(cluster, traits, input);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchOnce(getCluster(), traits, sole(inputs));
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        return compileInput(0, context);
    }
}
