package org.lancesql.calcite.change;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.change.ChangeQuery.RowAction;
import org.lancesql.calcite.change.ChangeQuery.RowRules;
import org.lancesql.calcite.parser.SqlDeleteRows;
import org.lancesql.calcite.parser.SqlUpdateRows;
import org.lancesql.calcite.plan.ChangeLayout;

/** UPDATE and DELETE as queries for the rows that they find, with the values that UPDATE gives them. */
final class UpdateLowering {
    private UpdateLowering() {}

    static ChangeQuery of(SqlUpdateRows update, Target target) {
        target.requireRewritable("UPDATE");
        RowScope.checkAssignments(update.assignments(), "SET");
        RowScope.checkReturning(update.returning());
        Map<Integer, SqlNode> values = new ColumnValues(target).of(update.assignments());
        List<SqlNode> items = Returning.leadingItems(update.returning());
        items.addAll(values.values());
        ChangeLayout layout = new ChangeLayout(
                Returning.count(update.returning()), target.width(), false, true, false, List.copyOf(values.keySet()));
        String repeated = "A row of table " + target.table()
                + " is joined to more than one row of FROM, so that its new values are not determined; make the rows of FROM"
                + " unique, or use a sub-query";
        return ChangeQuery.of(
                query(update.with(), items, target, update.from(), update.where()),
                layout,
                List.of(RowAction.UPDATE),
                update.from() == null ? RowRules.unique() : RowRules.refusing(repeated));
    }

    static ChangeQuery of(SqlDeleteRows delete, Target target) {
        RowScope.checkReturning(delete.returning());
        List<SqlNode> items = Returning.leadingItems(delete.returning());
        ChangeLayout layout =
                new ChangeLayout(Returning.count(delete.returning()), target.width(), false, true, true, List.of());
        return ChangeQuery.of(
                query(delete.with(), items, target, delete.using(), delete.where()),
                layout,
                List.of(RowAction.DELETE),
                delete.using() == null ? RowRules.unique() : RowRules.ignoring());
    }

    private static SqlNode query(
            @Nullable SqlNodeList with,
            List<SqlNode> items,
            Target target,
            @Nullable SqlNode others,
            @Nullable SqlNode where) {
        SqlNode from =
                others == null ? target.reference() : Trees.join(target.reference(), JoinType.COMMA, others, null);
        return Trees.with(with, Trees.select(Trees.list(items), from, where));
    }
}
