package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Takes aggregates that are a constant for every group, with which sub-queries mark that they found something, out of
 * the aggregation and puts the constant behind it.
 */
final class ConstantAggregates extends RelHomogeneousShuttle {
    private ConstantAggregates() {}

    static RelNode takeOut(RelNode plan) {
        return plan.accept(new ConstantAggregates());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        return visited instanceof Aggregate aggregate
                        && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                        && aggregate.getAggCallList().stream().anyMatch(ConstantAggregates::isConstant)
                ? takeOut(aggregate)
                : visited;
    }

    private static boolean isConstant(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.LITERAL_AGG && !call.hasFilter();
    }

    private static RelNode takeOut(Aggregate aggregate) {
        RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
        List<AggregateCall> calls = aggregate.getAggCallList();
        RelNode rest = LogicalAggregate.create(
                aggregate.getInput(),
                aggregate.getHints(),
                aggregate.getGroupSet(),
                null,
                calls.stream().filter(call -> !isConstant(call)).toList());
        List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < aggregate.getGroupCount(); i++) {
            columns.add(rexBuilder.makeInputRef(rest, i));
        }
        for (AggregateCall call : calls) {
            int column = columns.size();
            columns.add(
                    isConstant(call)
                            ? rexBuilder.ensureType(fields.get(column).getType(), call.rexList.get(0), false)
                            : rexBuilder.makeInputRef(rest, position(call, aggregate)));
        }
        return LogicalProject.create(
                rest, List.of(), columns, aggregate.getRowType().getFieldNames(), Set.of());
    }

    /** Column of a call in the aggregate without the constants. */
    private static int position(AggregateCall wanted, Aggregate aggregate) {
        int position = aggregate.getGroupCount();
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (call == wanted) {
                return position;
            }
            position += isConstant(call) ? 0 : 1;
        }
        throw new IllegalArgumentException(wanted + " is not of this aggregate");
    }
}
