package org.lancesql.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.hash.KeyCodec;
import org.lancesql.execution.operator.SetOperator;

/** INTERSECT or EXCEPT of two inputs whose columns have the same types, through a hash table of the right one. */
public final class BatchSetOperation extends BiRel implements BatchRel {
    private static final double COST_FACTOR = 0.1;

    private final SetOperator.Kind kind;

    private BatchSetOperation(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode left,
            RelNode right,
            SetOperator.Kind kind,
            RelDataType rowType) {
        super(cluster, traits, left, right);
        this.kind = kind;
        this.rowType = rowType;
    }

    /**
     * The batch form of a set operation: from the left, each input but the first is the right one of an operation of two.
     * Null when a column has a type that cannot be a key.
     */
    public static @Nullable RelNode of(SetOp operation, SetOperator.Kind kind, RelTraitSet traits) {
        if (!SqlTypes.toArrow(operation.getRowType()).stream().allMatch(KeyCodec::supports)) {
            return null;
        }
        List<RelNode> inputs = operation.getInputs().stream()
                .map(input -> input instanceof BatchRel
                        ? input
                        : convert(input, input.getTraitSet().replace(BatchConvention.INSTANCE)))
                .toList();
        RelNode result = inputs.get(0);
        for (RelNode input : inputs.subList(1, inputs.size())) {
            result = new BatchSetOperation(operation.getCluster(), traits, result, input, kind, operation.getRowType());
        }
        return result;
    }

    private static RelNode convert(RelNode node, RelTraitSet traits) {
        return org.apache.calcite.plan.RelOptRule.convert(node, traits);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchSetOperation(getCluster(), traits, inputs.get(0), inputs.get(1), kind, rowType);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("kind", kind);
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        double leftRows = query.getRowCount(left);
        return switch (kind) {
            case INTERSECT, INTERSECT_ALL -> Math.min(leftRows, query.getRowCount(right)) / 2;
            case EXCEPT, EXCEPT_ALL -> leftRows / 2;
        };
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(left) + query.getRowCount(right);
        return planner.getCostFactory()
                .makeCost(rows, rows * (1 + getRowType().getFieldCount()), 0)
                .multiplyBy(COST_FACTOR);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory leftFactory = compileInput(0, context);
        OperatorFactory rightFactory = compileInput(1, context);
        List<Field> fields = SqlTypes.toArrow(getRowType());
        return execution -> {
            List<BatchOperator> opened = new ArrayList<>();
            try {
                opened.add(leftFactory.open(execution));
                opened.add(rightFactory.open(execution));
                return new SetOperator(opened.get(0), opened.get(1), kind, fields, execution.context());
            } catch (RuntimeException e) {
                opened.forEach(BatchOperator::close);
                throw e;
            }
        };
    }
}
