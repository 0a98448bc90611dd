package org.lancesql.calcite.plan;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Counts the SELECTs of a statement. */
final class NestedQueries extends SqlBasicVisitor<@Nullable Void> {
    private int selects;

    private NestedQueries() {}

    /** Whether there is a query in a query, or beside one. */
    static boolean areIn(SqlNode statement) {
        NestedQueries queries = new NestedQueries();
        statement.accept(queries);
        return queries.selects > 1;
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlSelect) {
            selects++;
        }
        return selects > 1 ? null : super.visit(call);
    }
}
