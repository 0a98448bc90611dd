package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Puts a constant beside a lone key of type ROW. Calcite's row operators take a row of one ROW for that ROW itself, as
 * an array, which has no equality.
 */
final class RowKeys extends RelHomogeneousShuttle {
    private static final String PADDING = "$padding";

    private RowKeys() {}

    static RelNode pad(RelNode plan) {
        return plan.accept(new RowKeys());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (visited instanceof Aggregate aggregate && isLoneRow(aggregate)) {
            return pad(aggregate);
        }
        boolean comparesRows = visited instanceof Intersect || visited instanceof Minus;
        return comparesRows && visited.getRowType().getFieldCount() == 1 && isRow(visited, 0)
                ? pad((SetOp) visited)
                : visited;
    }

    private static boolean isLoneRow(Aggregate aggregate) {
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && aggregate.getGroupCount() == 1
                && isRow(aggregate.getInput(), aggregate.getGroupSet().nth(0));
    }

    private static boolean isRow(RelNode node, int column) {
        return node.getRowType().getFieldList().get(column).getType().getSqlTypeName() == SqlTypeName.ROW;
    }

    private static RelNode pad(Aggregate aggregate) {
        int padding = aggregate.getInput().getRowType().getFieldCount();
        ImmutableBitSet keys = aggregate.getGroupSet().set(padding);
        RelNode padded = LogicalAggregate.create(
                padded(aggregate.getInput()), aggregate.getHints(), keys, null, aggregate.getAggCallList());
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < padded.getRowType().getFieldCount(); i++) {
            if (i != 1) {
                kept.add(i);
            }
        }
        return columns(padded, kept, aggregate);
    }

    private static RelNode pad(SetOp setOp) {
        List<RelNode> inputs = setOp.getInputs().stream().map(RowKeys::padded).toList();
        return columns(setOp.copy(setOp.getTraitSet(), inputs, setOp.all), List.of(0), setOp);
    }

    private static RelNode padded(RelNode input) {
        RexBuilder rexBuilder = input.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(input.getRowType()));
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        columns.add(rexBuilder.makeLiteral(true));
        names.add(PADDING);
        return LogicalProject.create(input, List.of(), columns, names, Set.of());
    }

    /** Some columns of a node, under the names of the node that it stands for. */
    private static RelNode columns(RelNode node, List<Integer> kept, RelNode original) {
        List<RexNode> columns = new ArrayList<>();
        for (int column : kept) {
            columns.add(node.getCluster().getRexBuilder().makeInputRef(node, column));
        }
        return LogicalProject.create(
                node, List.of(), columns, original.getRowType().getFieldNames(), Set.of());
    }
}
