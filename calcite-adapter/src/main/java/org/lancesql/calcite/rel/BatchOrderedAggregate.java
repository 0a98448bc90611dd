package org.lancesql.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.Opening;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.ordered.OrderedAggregateOperator;
import org.lancesql.execution.ordered.OrderedCall;

/** Sorts rows by their keys and aggregates each group row by row: for functions and keys that a hash table does not take. */
public final class BatchOrderedAggregate extends Aggregate implements BatchRel {
    private static final double COST_FACTOR = 0.5;

    private final List<OrderedCall> batchCalls;

    private BatchOrderedAggregate(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet groupSet,
            List<AggregateCall> calls,
            List<OrderedCall> batchCalls) {
        super(cluster, traits, List.of(), input, groupSet, null, calls);
        this.batchCalls = batchCalls;
    }

    /** The batch form of an aggregate, or empty when it has a function without one, or grouping sets. */
    public static Optional<BatchOrderedAggregate> of(Aggregate aggregate, RelTraitSet traits, RelNode input) {
        if (aggregate.getGroupType() != Group.SIMPLE) {
            return Optional.empty();
        }
        List<Field> inputs = SqlTypes.toArrow(input.getRowType());
        List<Field> results = SqlTypes.toArrow(aggregate.getRowType());
        List<OrderedCall> calls = new ArrayList<>();
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            OrderedCall call = OrderedFunctions.call(
                    aggregate.getAggCallList().get(i), inputs, results.get(aggregate.getGroupCount() + i));
            if (call == null) {
                return Optional.empty();
            }
            calls.add(call);
        }
        return Optional.of(new BatchOrderedAggregate(
                aggregate.getCluster(), traits, input, aggregate.getGroupSet(), aggregate.getAggCallList(), calls));
    }

    @Override
    public Aggregate copy(
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet groupSet,
            @Nullable List<ImmutableBitSet> groupSets,
            List<AggregateCall> calls) {
        if (!groupSet.equals(getGroupSet()) || !calls.equals(getAggCallList())) {
            throw new IllegalArgumentException("a physical aggregate keeps its keys and functions");
        }
        return new BatchOrderedAggregate(getCluster(), traits, input, groupSet, calls, batchCalls);
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(getInput());
        return planner.getCostFactory()
                .makeCost(rows, rows * (1 + getRowType().getFieldCount()), 0)
                .multiplyBy(COST_FACTOR);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        int[] keys = getGroupSet().toArray();
        List<Field> keyFields = SqlTypes.toArrow(getRowType()).subList(0, keys.length);
        return execution -> Opening.over(
                input.open(execution),
                opened -> new OrderedAggregateOperator(opened, keys, keyFields, batchCalls, execution.context()));
    }
}
