package org.lancesql.calcite.rel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** The rows of the left input or, where it has none at all, those of the right one, of the same types. */
public final class Otherwise extends BiRel {
    private Otherwise(RelOptCluster cluster, RelTraitSet traits, RelNode left, RelNode right) {
        super(cluster, traits, left, right);
    }

    public static Otherwise create(RelNode left, RelNode right) {
        return new Otherwise(left.getCluster(), left.getCluster().traitSetOf(Convention.NONE), left, right);
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
        return new Otherwise(getCluster(), traits, inputs.get(0), inputs.get(1));
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return query.getRowCount(left);
    }
}
