package org.lancesql.calcite.rel;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.operator.UnionAllOperator;

/** All rows of its inputs, one input after the other. The inputs' columns have the types of the union's. */
public final class BatchUnion extends Union implements BatchRel {
    public BatchUnion(RelOptCluster cluster, RelTraitSet traits, List<RelNode> inputs) {
        super(cluster, traits, inputs, true);
    }

    @Override
    public SetOp copy(RelTraitSet traits, List<RelNode> inputs, boolean all) {
        if (!all) {
            throw new IllegalArgumentException("a batch union keeps duplicates");
        }
        return new BatchUnion(getCluster(), traits, inputs);
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        return planner.getCostFactory().makeTinyCost();
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        List<Field> fields = SqlTypes.toArrow(getRowType());
        List<OperatorFactory> factories = IntStream.range(0, getInputs().size())
                .mapToObj(i -> compileInput(i, context))
                .toList();
        return execution -> new UnionAllOperator(
                fields,
                factories.stream()
                        .map(factory -> (Supplier<BatchOperator>) () -> factory.open(execution))
                        .toList(),
                execution.context());
    }
}
