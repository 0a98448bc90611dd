package org.lancesql.calcite.subqueries;

import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/** Puts the value of {@code (SELECT x)}, which has one row and no table, in place of the sub-query. */
public final class OneRowQueries extends RelHomogeneousShuttle {
    private OneRowQueries() {}

    /** The plan without such sub-queries; its projections must name their variables. */
    public static RelNode inline(RelNode plan) {
        return plan.accept(new OneRowQueries());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        return visited.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery inner = (RexSubQuery) super.visitSubQuery(subQuery);
                RexSubQuery settled = inner.clone(inner.rel.accept(OneRowQueries.this));
                return isOfOneRow(settled) ? value(settled, visited) : settled;
            }
        });
    }

    private static boolean isOfOneRow(RexSubQuery subQuery) {
        return subQuery.isA(SqlKind.SCALAR_QUERY)
                && subQuery.rel instanceof Project project
                && project.getInput() instanceof Values values
                && values.getTuples().size() == 1
                && RexUtil.SubQueryFinder.find(project.getProjects()) == null
                && !project.containsOver();
    }

    /** The value, in which the columns of the node's own rows are columns of its inputs again. */
    private static RexNode value(RexSubQuery subQuery, RelNode node) {
        Project project = (Project) subQuery.rel;
        Values values = (Values) project.getInput();
        RexBuilder rexBuilder = node.getCluster().getRexBuilder();
        List<RelDataType> types = node.getInputs().stream()
                .flatMap(input -> input.getRowType().getFieldList().stream())
                .map(RelDataTypeField::getType)
                .toList();
        RexNode value = project.getProjects().get(0).accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return values.getTuples().get(0).get(ref.getIndex());
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                OuterColumns.OuterColumn column = OuterColumns.OuterColumn.of(access);
                return column != null && node.getVariablesSet().contains(column.query())
                        ? rexBuilder.makeInputRef(types.get(column.field()), column.field())
                        : super.visitFieldAccess(access);
            }
        });
        return rexBuilder.ensureType(subQuery.getType(), value, true);
    }
}
