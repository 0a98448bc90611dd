package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.Unnest;

/**
 * Makes UNNEST of one list an operator that keeps the columns of its input, and takes a join of each row with the items of
 * its own list for just that.
 */
final class Unnesting extends RelHomogeneousShuttle {
    private Unnesting() {}

    static RelNode flatten(RelNode plan) {
        return plan.accept(new Unnesting());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode flat = node instanceof Correlate correlate ? ofOwnList(correlate) : null;
        if (flat != null) {
            return super.visit(flat);
        }
        RelNode visited = super.visit(node);
        return visited instanceof Uncollect uncollect && isSingle(uncollect) ? unnest(uncollect) : visited;
    }

    private static boolean isSingle(Uncollect uncollect) {
        return uncollect.getInput().getRowType().getFieldCount() == 1;
    }

    private static RelNode unnest(Uncollect uncollect) {
        return behind(
                Unnest.create(uncollect.getInput(), 0, false, uncollect.withOrdinality, uncollect.getRowType()),
                0,
                1,
                uncollect.getRowType());
    }

    /** A join of rows with the items of a list that is computed from each, without the join; null for other joins. */
    private static @Nullable RelNode ofOwnList(Correlate correlate) {
        JoinRelType type = correlate.getJoinType();
        if ((type != JoinRelType.INNER && type != JoinRelType.LEFT)
                || !(correlate.getRight() instanceof Uncollect uncollect)
                || !isSingle(uncollect)
                || !(uncollect.getInput() instanceof Project project)
                || !isOneRow(project.getInput())) {
            return null;
        }
        RelNode left = correlate.getLeft();
        RexBuilder rexBuilder = left.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(left.getRowType()));
        List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
        OwnColumns ownColumns = new OwnColumns(correlate.getCorrelationId(), left, rexBuilder);
        columns.add(project.getProjects().get(0).accept(ownColumns));
        names.add("$list");
        RelNode withList = LogicalProject.create(left, List.of(), columns, names, Set.of());
        int list = columns.size() - 1;
        Unnest unnest = Unnest.create(
                withList, list, type == JoinRelType.LEFT, uncollect.withOrdinality, itemTypes(correlate, list));
        return behind(unnest, list, list + 1, correlate.getRowType());
    }

    private static RelDataType itemTypes(Correlate correlate, int leftColumns) {
        return correlate
                .getCluster()
                .getTypeFactory()
                .createStructType(correlate
                        .getRowType()
                        .getFieldList()
                        .subList(leftColumns, correlate.getRowType().getFieldCount()));
    }

    private static boolean isOneRow(RelNode node) {
        return node instanceof Values values
                && values.getTuples().size() == 1
                && values.getRowType().getFieldCount() <= 1;
    }

    /** The columns of a node but those from one up to another, under the names of a row type. */
    private static RelNode behind(RelNode node, int from, int to, RelDataType rowType) {
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
            if (i < from || i >= to) {
                columns.add(node.getCluster().getRexBuilder().makeInputRef(node, i));
            }
        }
        return LogicalProject.create(node, List.of(), columns, rowType.getFieldNames(), Set.of());
    }

    /** Takes the columns of a correlated row for those of the row itself. */
    private static final class OwnColumns extends RexShuttle {
        private final CorrelationId id;
        private final RelNode rows;
        private final RexBuilder rexBuilder;

        OwnColumns(CorrelationId id, RelNode rows, RexBuilder rexBuilder) {
            this.id = id;
            this.rows = rows;
            this.rexBuilder = rexBuilder;
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable variable && variable.id.equals(id)
                    ? rexBuilder.makeInputRef(rows, access.getField().getIndex())
                    : super.visitFieldAccess(access);
        }
    }
}
