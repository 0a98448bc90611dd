package org.lancesql.calcite.rel;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.StreamingFactory;
import org.lancesql.execution.Expression;
import org.lancesql.execution.operator.FilterOperator;

/** Keeps the rows for which a condition is true, by narrowing the selection of each batch. */
public final class BatchFilter extends Filter implements BatchRel {
    public BatchFilter(RelOptCluster cluster, RelTraitSet traits, RelNode input, RexNode condition) {
        super(cluster, traits, input, condition);
    }

    @Override
    public Filter copy(RelTraitSet traits, RelNode input, RexNode condition) {
        return new BatchFilter(getCluster(), traits, input, condition);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(getInput());
        return planner.getCostFactory().makeCost(rows, rows, 0).multiplyBy(0.1);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        Expression predicate = context.compile(condition);
        return new StreamingFactory(
                input, (opened, execution) -> new FilterOperator(opened, predicate, execution.context()));
    }
}
