package org.lancesql.calcite.change;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.lancesql.calcite.plan.ChangeLayout;

/**
 * The query that a statement was lowered to.
 *
 * @param query a tree of its own, not validated yet
 * @param layout what its rows are
 * @param inserts whether the tree is Calcite's own INSERT, of whose plan the rows come out right by themselves
 * @param actions what the number of a row's action says to do, by number; the only one where rows have none
 * @param rules what has to hold for the rows that are changed
 */
public record ChangeQuery(
        SqlNode query, ChangeLayout layout, boolean inserts, List<RowAction> actions, RowRules rules) {
    public ChangeQuery {
        requireNonNull(query, "query is null");
        requireNonNull(layout, "layout is null");
        requireNonNull(rules, "rules is null");
        actions = List.copyOf(actions);
    }

    /** A query that is no INSERT. */
    static ChangeQuery of(SqlNode query, ChangeLayout layout, List<RowAction> actions, RowRules rules) {
        return new ChangeQuery(query, layout, false, actions, rules);
    }

    /** The same with a layout that knows what the stars among the RETURNING items stand for. */
    public ChangeQuery withLayout(ChangeLayout expanded) {
        return new ChangeQuery(query, expanded, inserts, actions, rules);
    }

    /** What to do with a row. */
    public enum RowAction {
        INSERT,
        UPDATE,
        DELETE
    }

    /** What to do with a row of the target that comes again. */
    public enum Repetition {
        /** No row comes again, so that nobody has to look. */
        IMPOSSIBLE,
        /** The statement fails: a row cannot become two. */
        REFUSED,
        /** It is gone already. */
        IGNORED
    }

    /**
     * What has to hold for the rows that are changed.
     *
     * @param repetition of rows of the target
     * @param repeated what to say when a row of the target comes again and that is refused
     * @param distinct for each key of ON CONFLICT, places of its columns; no two inserted rows have the same
     * @param skipsDuplicates whether an inserted row whose key was there before in the statement is left out, else it fails
     * @param hidesDeleted whether deleted rows are neither counted nor returned
     */
    public record RowRules(
            Repetition repetition,
            String repeated,
            List<List<Integer>> distinct,
            boolean skipsDuplicates,
            boolean hidesDeleted) {
        public RowRules {
            distinct = List.copyOf(distinct);
        }

        static RowRules ignoring() {
            return new RowRules(Repetition.IGNORED, "", List.of(), false, false);
        }

        static RowRules unique() {
            return new RowRules(Repetition.IMPOSSIBLE, "", List.of(), false, false);
        }

        static RowRules refusing(String repeated) {
            return new RowRules(Repetition.REFUSED, repeated, List.of(), false, false);
        }

        RowRules withDistinct(List<List<Integer>> keys, boolean skips) {
            return new RowRules(repetition, repeated, keys, skips, hidesDeleted);
        }

        RowRules hidingDeleted() {
            return new RowRules(repetition, repeated, distinct, skipsDuplicates, true);
        }
    }
}
