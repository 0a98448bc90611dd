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
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.aggregate.AggregateCall;
import org.lancesql.execution.aggregate.AggregateFunction;
import org.lancesql.execution.hash.KeyCodec;
import org.lancesql.execution.lanes.Lanes;
import org.lancesql.execution.operator.HashAggregateOperator;

/** Groups rows by their keys in a hash table, and aggregates each group. */
public final class BatchAggregate extends Aggregate implements BatchRel {
    private static final double COST_FACTOR = 0.1;

    private final List<AggregateCall> batchCalls;

    private BatchAggregate(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet groupSet,
            List<org.apache.calcite.rel.core.AggregateCall> calls,
            List<AggregateCall> batchCalls) {
        super(cluster, traits, List.of(), input, groupSet, null, calls);
        this.batchCalls = batchCalls;
    }

    /** The batch form of an aggregate, or empty when it has a key, a function or grouping sets without one. */
    public static Optional<BatchAggregate> of(Aggregate aggregate, RelTraitSet traits, RelNode input) {
        List<Field> inputs = SqlTypes.toArrow(input.getRowType());
        if (aggregate.getGroupType() != Group.SIMPLE
                || !aggregate.getGroupSet().toList().stream().map(inputs::get).allMatch(KeyCodec::supports)) {
            return Optional.empty();
        }
        List<Field> results = SqlTypes.toArrow(aggregate.getRowType());
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            AggregateCall call =
                    call(aggregate.getAggCallList().get(i), inputs, results.get(aggregate.getGroupCount() + i));
            if (call == null) {
                return Optional.empty();
            }
            calls.add(call);
        }
        return Optional.of(new BatchAggregate(
                aggregate.getCluster(), traits, input, aggregate.getGroupSet(), aggregate.getAggCallList(), calls));
    }

    /** Whether all distinct calls of an aggregate count values that can be keys, and so are computed like other calls. */
    public static boolean countsDistinct(Aggregate aggregate) {
        List<Field> inputs = SqlTypes.toArrow(aggregate.getInput().getRowType());
        return aggregate.getAggCallList().stream()
                .filter(org.apache.calcite.rel.core.AggregateCall::isDistinct)
                .allMatch(call -> function(call) == AggregateFunction.COUNT_DISTINCT
                        && KeyCodec.supports(inputs.get(call.getArgList().get(0))));
    }

    private static @Nullable AggregateCall call(
            org.apache.calcite.rel.core.AggregateCall call, List<Field> inputs, Field result) {
        AggregateFunction function = function(call);
        boolean ordered = !call.getCollation().getFieldCollations().isEmpty();
        if (function == null || ordered || call.distinctKeys != null || !function.supports(result.getType())) {
            return null;
        }
        if (function == AggregateFunction.COUNT_ROWS) {
            return new AggregateCall(function, AggregateCall.NONE, call.filterArg, result);
        }
        int argument = call.getArgList().get(0);
        boolean sameType = inputs.get(argument).getType().equals(result.getType());
        boolean counts = function == AggregateFunction.COUNT
                || function == AggregateFunction.COUNT_DISTINCT && KeyCodec.supports(inputs.get(argument));
        return sameType || counts ? new AggregateCall(function, argument, call.filterArg, result) : null;
    }

    private static @Nullable AggregateFunction function(org.apache.calcite.rel.core.AggregateCall call) {
        SqlAggFunction function = call.getAggregation();
        if (call.getArgList().isEmpty()) {
            return function.getName().equals("COUNT") ? AggregateFunction.COUNT_ROWS : null;
        }
        if (call.getArgList().size() > 1) {
            return null;
        }
        // By name, as MIN and MAX of floating-point numbers are functions of ours.
        return switch (function.getName()) {
            case "MIN", "BOOL_AND", "LOGICAL_AND", "EVERY" -> AggregateFunction.MIN;
            case "MAX", "BOOL_OR", "LOGICAL_OR", "SOME" -> AggregateFunction.MAX;
            case "ANY_VALUE" -> AggregateFunction.ANY;
            case "VAR_POP" -> call.isDistinct() ? null : AggregateFunction.VAR_POP;
            case "VAR_SAMP", "VARIANCE" -> call.isDistinct() ? null : AggregateFunction.VAR_SAMP;
            case "STDDEV_POP" -> call.isDistinct() ? null : AggregateFunction.STDDEV_POP;
            case "STDDEV_SAMP", "STDDEV" -> call.isDistinct() ? null : AggregateFunction.STDDEV_SAMP;
            case "COUNT" -> call.isDistinct() ? AggregateFunction.COUNT_DISTINCT : AggregateFunction.COUNT;
            case "SUM" -> call.isDistinct() ? null : AggregateFunction.SUM;
            case "$SUM0" -> call.isDistinct() ? null : AggregateFunction.SUM_OR_ZERO;
            default -> null;
        };
    }

    @Override
    public Aggregate copy(
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet groupSet,
            @Nullable List<ImmutableBitSet> groupSets,
            List<org.apache.calcite.rel.core.AggregateCall> calls) {
        if (!groupSet.equals(getGroupSet()) || !calls.equals(getAggCallList())) {
            throw new IllegalArgumentException("a physical aggregate keeps its keys and functions");
        }
        return new BatchAggregate(getCluster(), traits, input, groupSet, calls, batchCalls);
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
        return execution -> {
            Lanes opened = input.lanes(execution);
            try {
                return new HashAggregateOperator(opened, keys, keyFields, batchCalls, execution.context());
            } catch (Throwable failure) {
                opened.close();
                throw failure;
            }
        };
    }
}
