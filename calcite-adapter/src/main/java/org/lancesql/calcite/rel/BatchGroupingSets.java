package org.lancesql.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.StreamingFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.operator.GroupingSetsOperator;

/** The batches of its input, once for each grouping set; see {@link GroupingSets}. */
public final class BatchGroupingSets extends SingleRel implements BatchRel {
    private static final double COST_FACTOR = 0.1;

    private final ImmutableBitSet keys;
    private final List<ImmutableBitSet> sets;

    public BatchGroupingSets(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet keys,
            List<ImmutableBitSet> sets,
            RelDataType rowType) {
        super(cluster, traits, input);
        this.keys = keys;
        this.sets = List.copyOf(sets);
        this.rowType = rowType;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchGroupingSets(getCluster(), traits, sole(inputs), keys, sets, rowType);
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return sets.size() * query.getRowCount(getInput());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("keys", keys).item("sets", sets);
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(this);
        return planner.getCostFactory().makeCost(rows, rows, 0).multiplyBy(COST_FACTOR);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        List<Field> fields = SqlTypes.toArrow(getRowType());
        List<Field> added = fields.subList(getInput().getRowType().getFieldCount(), fields.size());
        List<boolean[]> grouped = new ArrayList<>();
        int[] columns = keys.toArray();
        for (ImmutableBitSet set : sets) {
            boolean[] contains = new boolean[columns.length];
            for (int i = 0; i < columns.length; i++) {
                contains[i] = set.get(columns[i]);
            }
            grouped.add(contains);
        }
        return new StreamingFactory(
                input,
                (opened, execution) -> new GroupingSetsOperator(opened, columns, grouped, added, execution.context()));
    }
}
