package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Keeps nulls from UNNEST, which gives no rows for them, but whose row code looks into them. */
final class UnnestInputs extends RelHomogeneousShuttle {
    private UnnestInputs() {}

    static RelNode withoutNulls(RelNode plan) {
        return plan.accept(new UnnestInputs());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (!(visited instanceof Uncollect uncollect)) {
            return visited;
        }
        RelNode input = uncollect.getInput();
        RexBuilder rexBuilder = input.getCluster().getRexBuilder();
        List<RexNode> conditions = new ArrayList<>();
        for (RelDataTypeField field : input.getRowType().getFieldList()) {
            if (field.getType().isNullable()) {
                conditions.add(rexBuilder.makeCall(
                        SqlStdOperatorTable.IS_NOT_NULL, rexBuilder.makeInputRef(input, field.getIndex())));
            }
        }
        return conditions.isEmpty()
                ? visited
                : uncollect.copy(
                        uncollect.getTraitSet(),
                        LogicalFilter.create(input, RexUtil.composeConjunction(rexBuilder, conditions)));
    }
}
