package org.lancesql.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.lancesql.calcite.runtime.OperatorFactory;

/** One of the places that read the same part of a plan, which is computed once. */
public final class BatchShared extends SingleRel implements BatchRel {
    private final int number;

    /** @param number the same for all places of one part, of which the first that is opened computes it */
    public BatchShared(RelOptCluster cluster, RelTraitSet traits, RelNode input, int number) {
        super(cluster, traits, input);
        this.number = number;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchShared(getCluster(), traits, sole(inputs), number);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("part", number);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        return execution -> execution.shared().read(number, () -> input.open(execution), execution.context());
    }
}
