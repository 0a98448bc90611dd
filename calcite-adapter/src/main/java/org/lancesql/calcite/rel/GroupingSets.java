package org.lancesql.calcite.rel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Each row once for each grouping set: behind its columns the keys again, null where the set leaves them out, and the number
 * of the set. An aggregation by these columns is one by all sets.
 */
public final class GroupingSets extends SingleRel {
    private final ImmutableBitSet keys;
    private final List<ImmutableBitSet> sets;

    private GroupingSets(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            ImmutableBitSet keys,
            List<ImmutableBitSet> sets,
            RelDataType rowType) {
        super(cluster, traits, input);
        this.keys = requireNonNull(keys, "keys is null");
        this.sets = List.copyOf(sets);
        this.rowType = rowType;
    }

    /** @param keys columns that some of the sets contain */
    public static GroupingSets create(RelNode input, ImmutableBitSet keys, List<ImmutableBitSet> sets) {
        RelDataTypeFactory types = input.getCluster().getTypeFactory();
        RelDataTypeFactory.Builder rowType =
                types.builder().addAll(input.getRowType().getFieldList());
        for (int key : keys) {
            RelDataType type = input.getRowType().getFieldList().get(key).getType();
            rowType.add("$key" + key, types.createTypeWithNullability(type, true));
        }
        rowType.add("$set", SqlTypeName.INTEGER);
        return new GroupingSets(
                input.getCluster(),
                input.getCluster().traitSetOf(Convention.NONE),
                input,
                keys,
                sets,
                rowType.uniquify().build());
    }

    public ImmutableBitSet keys() {
        return keys;
    }

    public List<ImmutableBitSet> sets() {
        return sets;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GroupingSets(getCluster(), traits, sole(inputs), keys, sets, rowType);
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return sets.size() * query.getRowCount(getInput());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("keys", keys).item("sets", sets);
    }
}
