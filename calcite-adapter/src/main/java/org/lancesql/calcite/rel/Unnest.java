package org.lancesql.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * The rows of the input, each once for each item of a list of its own. Behind the input's columns it has those of the item,
 * and if wanted its position.
 */
public final class Unnest extends SingleRel {
    /** A guess: how many items a list has. */
    static final double ITEMS = 4;

    private final int column;
    private final boolean keepsEmpty;
    private final boolean withPositions;

    private Unnest(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            int column,
            boolean keepsEmpty,
            boolean withPositions,
            RelDataType rowType) {
        super(cluster, traits, input);
        this.column = column;
        this.keepsEmpty = keepsEmpty;
        this.withPositions = withPositions;
        this.rowType = rowType;
    }

    /**
     * @param column the list
     * @param keepsEmpty whether a row without items is given once, with nulls
     * @param items columns of an item and, if {@code withPositions}, of its position
     */
    public static Unnest create(
            RelNode input, int column, boolean keepsEmpty, boolean withPositions, RelDataType items) {
        RelDataType rowType = input.getCluster()
                .getTypeFactory()
                .builder()
                .addAll(input.getRowType().getFieldList())
                .addAll(items.getFieldList())
                .uniquify()
                .build();
        return new Unnest(
                input.getCluster(),
                input.getCluster().traitSetOf(Convention.NONE),
                input,
                column,
                keepsEmpty,
                withPositions,
                rowType);
    }

    public int column() {
        return column;
    }

    public boolean keepsEmpty() {
        return keepsEmpty;
    }

    public boolean withPositions() {
        return withPositions;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new Unnest(getCluster(), traits, sole(inputs), column, keepsEmpty, withPositions, rowType);
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return ITEMS * query.getRowCount(getInput());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("column", column)
                .itemIf("keepsEmpty", true, keepsEmpty)
                .itemIf("positions", true, withPositions);
    }
}
