package org.lancesql.calcite.change;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Assignment;
import org.lancesql.calcite.plan.SqlPlanner;

/**
 * Refuses what would make one row of many where a statement says what happens to each row: in a query, an aggregate function
 * in SET would group the rows instead.
 */
final class RowScope extends SqlBasicVisitor<@Nullable Void> {
    private static final Set<String> AGGREGATES = aggregates();

    private final String clause;

    private RowScope(String clause) {
        this.clause = clause;
    }

    private static Set<String> aggregates() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        SqlPlanner.operators().stream()
                .filter(SqlOperator::isAggregator)
                .map(SqlOperator::getName)
                .forEach(names::add);
        return names;
    }

    static void checkAssignments(List<Assignment> assignments, String clause) {
        assignments.forEach(assignment -> check(assignment.value(), clause));
    }

    static void checkReturning(@Nullable SqlNodeList returning) {
        check(returning, "RETURNING");
    }

    static void check(@Nullable SqlNode expression, String clause) {
        if (expression != null) {
            expression.accept(new RowScope(clause));
        }
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call.isA(SqlKind.QUERY)) {
            return null;
        }
        boolean window = call.getKind() == SqlKind.OVER;
        if (window || AGGREGATES.contains(call.getOperator().getName())) {
            throw new StatementException(
                    Reason.INVALID_QUERY,
                    (window ? "Window" : "Aggregate") + " functions are not allowed in " + clause
                            + ", which is about one row; use a sub-query",
                    Trees.place(call),
                    null);
        }
        return super.visit(call);
    }
}
