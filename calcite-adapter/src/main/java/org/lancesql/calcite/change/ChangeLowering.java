package org.lancesql.calcite.change;

import org.lancesql.calcite.parser.SqlChange;
import org.lancesql.calcite.parser.SqlDeleteRows;
import org.lancesql.calcite.parser.SqlInsertRows;
import org.lancesql.calcite.parser.SqlMergeRows;
import org.lancesql.calcite.parser.SqlUpdateRows;

/** Turns statements that change rows into queries for the rows that they change. */
public final class ChangeLowering {
    private ChangeLowering() {}

    /**
     * Lowers a statement.
     *
     * @param change a tree that belongs to the caller; its parts become parts of the query
     * @param sources tells the width of sources of INSERT
     * @throws org.lancesql.calcite.StatementException when it is wrong by itself; the rest is found when the query is
     *     validated
     */
    public static ChangeQuery lower(SqlChange change, Target target, InsertSource.Widths sources) {
        if (change instanceof SqlUpdateRows update) {
            return UpdateLowering.of(update, target);
        }
        if (change instanceof SqlDeleteRows delete) {
            return UpdateLowering.of(delete, target);
        }
        if (change instanceof SqlMergeRows merge) {
            return MergeLowering.of(merge, target);
        }
        SqlInsertRows insert = (SqlInsertRows) change;
        InsertSource source = new InsertSource(insert, target, sources);
        boolean plain = insert.returning() == null
                && insert.onConflict() == null
                && !insert.overwrites()
                && !source.needsQuery();
        return plain ? source.plain() : InsertLowering.of(insert, target, source.rows());
    }
}
