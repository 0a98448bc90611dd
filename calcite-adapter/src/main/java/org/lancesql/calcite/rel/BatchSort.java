package org.lancesql.calcite.rel;

import java.util.List;
import java.util.OptionalLong;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.Opening;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.execution.operator.SortOperator;
import org.lancesql.execution.sort.SortKey;

/** Orders rows, then skips and passes on some if it has limits. */
public final class BatchSort extends Sort implements BatchRel {
    public BatchSort(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            RelCollation collation,
            @Nullable RexNode offset,
            @Nullable RexNode fetch) {
        super(cluster, traits, input, collation, offset, fetch);
    }

    @Override
    public Sort copy(
            RelTraitSet traits,
            RelNode input,
            RelCollation newCollation,
            @Nullable RexNode newOffset,
            @Nullable RexNode newFetch) {
        return new BatchSort(getCluster(), traits, input, newCollation, newOffset, newFetch);
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return new RowLimits(offset, fetch).estimate(query.getRowCount(getInput()));
    }

    /** Every row is compared with those that are kept, and those are copied. */
    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(getInput());
        double kept = fetch == null ? rows : estimateRowCount(query);
        double cpu = Util.nLogM(rows, kept) + kept * getRowType().getFieldCount();
        return planner.getCostFactory().makeCost(rows, cpu, 0).multiplyBy(0.1);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        List<SortKey> keys =
                getCollation().getFieldCollations().stream().map(BatchSort::key).toList();
        RowLimits limits = new RowLimits(offset, fetch);
        return execution -> {
            long skip = limits.offset(execution);
            OptionalLong most = limits.fetch(execution);
            return Opening.over(
                    input.open(execution), opened -> new SortOperator(opened, keys, skip, most, execution.context()));
        };
    }

    /** Where a direction leaves the place of nulls open, they are the greatest. */
    public static SortKey key(RelFieldCollation key) {
        boolean descending = key.direction.isDescending();
        boolean nullsFirst =
                key.nullDirection == NullDirection.UNSPECIFIED ? descending : key.nullDirection == NullDirection.FIRST;
        return new SortKey(key.getFieldIndex(), descending, nullsFirst);
    }
}
