package org.lancesql.calcite.rel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.execution.operator.OtherwiseOperator;

/** The rows of the left input or, where it has none at all, those of the right one. */
public final class BatchOtherwise extends BiRel implements BatchRel {
    public BatchOtherwise(RelOptCluster cluster, RelTraitSet traits, RelNode left, RelNode right) {
        super(cluster, traits, left, right);
    }

    @Override
    protected RelDataType deriveRowType() {
        // What is never null in the one may be null in the other.
        return requireNonNull(
                getCluster().getTypeFactory().leastRestrictive(List.of(left.getRowType(), right.getRowType())),
                "the inputs have different types");
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchOtherwise(getCluster(), traits, inputs.get(0), inputs.get(1));
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return query.getRowCount(left);
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        return planner.getCostFactory().makeTinyCost();
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory first = compileInput(0, context);
        OperatorFactory otherwise = compileInput(1, context);
        return execution -> new OtherwiseOperator(first.open(execution), () -> otherwise.open(execution));
    }
}
