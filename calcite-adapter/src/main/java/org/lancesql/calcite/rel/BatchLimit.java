package org.lancesql.calcite.rel;

import java.util.List;
import java.util.OptionalLong;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.Opening;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.execution.operator.LimitOperator;

/** Skips rows, then passes some; without an order of its own. */
public final class BatchLimit extends SingleRel implements BatchRel {
    private final @Nullable RexNode offset;
    private final @Nullable RexNode fetch;

    public BatchLimit(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            @Nullable RexNode offset,
            @Nullable RexNode fetch) {
        super(cluster, traits, input);
        this.offset = offset;
        this.fetch = fetch;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchLimit(getCluster(), traits, sole(inputs), offset, fetch);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .itemIf("offset", offset, offset != null)
                .itemIf("fetch", fetch, fetch != null);
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return new RowLimits(offset, fetch).estimate(query.getRowCount(getInput()));
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        return planner.getCostFactory().makeCost(query.getRowCount(this), 0, 0).multiplyBy(0.1);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        RowLimits limits = new RowLimits(offset, fetch);
        return execution -> {
            long skip = limits.offset(execution);
            OptionalLong most = limits.fetch(execution);
            return Opening.over(
                    input.open(execution), opened -> new LimitOperator(opened, skip, most, execution.context()));
        };
    }
}
