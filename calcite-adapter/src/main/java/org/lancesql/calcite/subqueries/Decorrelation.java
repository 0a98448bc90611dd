package org.lancesql.calcite.subqueries;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;

/**
 * Makes joins of correlations: the right side, which is a query for each row of the left one, is computed at once for all
 * values that the left side's columns in it have, and joined with the rows of the left side by those (Neumann and Kemper,
 * "Unnesting Arbitrary Queries"). Inner correlations come first; columns of queries further out are constants there. A
 * correlation with parts that cannot be computed so remains, and its right side is executed for each row.
 */
public final class Decorrelation extends RelHomogeneousShuttle {
    private Decorrelation() {}

    /** The plan with joins in place of correlations. */
    public static RelNode of(RelNode plan) {
        return plan.accept(new Decorrelation());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        return visited instanceof Correlate correlate ? join(correlate) : visited;
    }

    private static RelNode join(Correlate correlate) {
        Domain domain = Domain.of(correlate);
        if (domain.fields().isEmpty()) {
            return Columns.typed(
                    LogicalJoin.create(
                            correlate.getLeft(),
                            correlate.getRight(),
                            correlate.getHints(),
                            correlate.getCluster().getRexBuilder().makeLiteral(true),
                            Set.of(),
                            correlate.getJoinType()),
                    correlate.getRowType());
        }
        RowsBeside beside = new RowsBeside(correlate, domain);
        if (beside.isPossible(correlate.getRight())) {
            return Columns.typed(beside.of(correlate.getRight()), correlate.getRowType());
        }
        return domain.isComputable() && DependentRows.arePossible(correlate.getRight(), domain)
                ? Columns.typed(joined(correlate, domain), correlate.getRowType())
                : correlate;
    }

    private static RelNode joined(Correlate correlate, Domain domain) {
        RelNode left = correlate.getLeft();
        RelNode right = new DependentRows(domain).of(correlate.getRight());
        int leftColumns = left.getRowType().getFieldCount();
        int rightColumns = correlate.getRight().getRowType().getFieldCount();
        JoinRelType type = correlate.getJoinType();
        RelNode rows = LogicalJoin.create(
                left,
                right,
                correlate.getHints(),
                domain.same(left, domain.fields(), right, rightColumns),
                Set.of(),
                type);
        return type.projectsRight()
                ? Columns.project(rows, Columns.refs(rows, 0, leftColumns + rightColumns), List.of())
                : rows;
    }
}
