package org.lancesql.calcite.subqueries;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;

/**
 * Rewrites expressions for rows that have the columns of a domain: those of the outer row are taken from there, and windows
 * are partitioned by them, since a window must not go over rows that belong to other outer rows.
 */
final class DomainColumns extends RexShuttle {
    private final RexBuilder rexBuilder;
    private final CorrelationId id;
    private final Map<Integer, Integer> places;
    private final List<RelDataType> types;
    private final IntUnaryOperator moved;

    private DomainColumns(
            RexBuilder rexBuilder,
            CorrelationId id,
            Map<Integer, Integer> places,
            List<RelDataType> types,
            IntUnaryOperator moved) {
        this.rexBuilder = rexBuilder;
        this.id = id;
        this.places = places;
        this.types = types;
        this.moved = moved;
    }

    /** For expressions over rows whose own columns are where they were. */
    static DomainColumns over(RelNode rows, CorrelationId id, Map<Integer, Integer> places) {
        return over(List.of(rows), id, places, place -> place);
    }

    /**
     * For expressions over the rows of inputs one beside the other.
     *
     * @param places where each column of the outer row is now
     * @param moved where each column of the rows themselves is now
     */
    static DomainColumns over(
            List<RelNode> inputs, CorrelationId id, Map<Integer, Integer> places, IntUnaryOperator moved) {
        List<RelDataType> types = inputs.stream()
                .flatMap(input -> input.getRowType().getFieldList().stream())
                .map(RelDataTypeField::getType)
                .toList();
        return new DomainColumns(inputs.get(0).getCluster().getRexBuilder(), id, places, types, moved);
    }

    @Override
    public RexNode visitInputRef(RexInputRef ref) {
        return at(moved.applyAsInt(ref.getIndex()));
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
        OuterColumns.OuterColumn column = OuterColumns.OuterColumn.of(access);
        Integer place = column == null || !column.query().equals(id) ? null : places.get(column.field());
        return place == null ? super.visitFieldAccess(access) : at(place);
    }

    private RexNode at(int place) {
        return rexBuilder.makeInputRef(types.get(place), place);
    }

    @Override
    public RexNode visitOver(RexOver over) {
        return partitioned(
                (RexOver) super.visitOver(over),
                places.values().stream().map(this::at).toList());
    }

    private RexNode partitioned(RexOver over, Collection<RexNode> keys) {
        RexWindow window = over.getWindow();
        List<RexNode> partition = new ArrayList<>(window.partitionKeys);
        partition.addAll(keys);
        return rexBuilder.makeOver(
                over.getType(),
                over.getAggOperator(),
                over.getOperands(),
                partition,
                ImmutableList.copyOf(window.orderKeys),
                window.getLowerBound(),
                window.getUpperBound(),
                window.getExclude(),
                window.isRows(),
                true,
                false,
                over.isDistinct(),
                over.ignoreNulls());
    }
}
