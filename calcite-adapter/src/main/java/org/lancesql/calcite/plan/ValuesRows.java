package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.BatchRows;

/** Finds the many rows of a {@code VALUES}, which Calcite converts to a union with an input for each row. */
final class ValuesRows extends RelHomogeneousShuttle {
    /** Fewer rows are planned as they are, and their constants folded. */
    private static final int MANY_ROWS = 32;

    private ValuesRows() {}

    /** The same plan with one operator in the place of such a union. */
    static RelNode gather(RelNode plan) {
        return plan.accept(new ValuesRows());
    }

    @Override
    public RelNode visit(RelNode node) {
        if (node instanceof Union union && union.all && union.getInputs().size() >= MANY_ROWS) {
            List<List<RexNode>> rows = rows(union);
            if (rows != null) {
                return BatchRows.create(union.getCluster(), union.getRowType(), rows);
            }
        }
        return super.visit(node);
    }

    private static @Nullable List<List<RexNode>> rows(Union union) {
        List<List<RexNode>> rows = new ArrayList<>();
        for (RelNode input : union.getInputs()) {
            if (input instanceof Values values) {
                values.getTuples().forEach(tuple -> rows.add(typed(tuple, union)));
            } else if (input instanceof Project project && isOneRow(project)) {
                rows.add(typed(project.getProjects(), union));
            } else {
                return null;
            }
        }
        return rows;
    }

    private static boolean isOneRow(Project project) {
        return project.getInput() instanceof Values values
                && values.getTuples().size() == 1
                && project.getProjects().stream().allMatch(ValuesRows::isOfConstants);
    }

    private static boolean isOfConstants(RexNode node) {
        return node instanceof RexLiteral
                || node instanceof RexDynamicParam
                || node instanceof RexCall call
                        && !(node instanceof RexSubQuery || node instanceof RexOver)
                        && call.getOperands().stream().allMatch(ValuesRows::isOfConstants);
    }

    private static List<RexNode> typed(List<? extends RexNode> row, Union union) {
        RexBuilder rexBuilder = union.getCluster().getRexBuilder();
        List<RexNode> typed = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            RelDataType type = union.getRowType().getFieldList().get(i).getType();
            typed.add(rexBuilder.ensureType(type, row.get(i), true));
        }
        return List.copyOf(typed);
    }
}
