package org.lancesql.calcite.plan;

import java.util.List;

/**
 * Where the parts of a lowered statement are: in the query that it was lowered to, and in the rows of its plan.
 *
 * <p>The query selects the RETURNING items (TRUE when there are none), the action if there is one, and a value for each
 * assigned column. The rows have the RETURNING items, the action if there is one, the address of the target's
 * row if the target is read, and, unless rows are only removed, its id and all columns of the new row.
 *
 * @param returning number of RETURNING items
 * @param columns number of the table's columns that SQL can name
 * @param hasAction whether each row says by a number what to do with it; null for nothing
 * @param readsTarget whether the first columns of FROM are those of the target, its address and its id; else they are the
 *     new row
 * @param removes whether rows are only removed
 * @param assigned places of the assigned columns among the table's; the others keep their values
 */
public record ChangeLayout(
        int returning, int columns, boolean hasAction, boolean readsTarget, boolean removes, List<Integer> assigned) {
    public ChangeLayout {
        assigned = List.copyOf(assigned);
    }

    /** Rows that are added as FROM has them. */
    public static ChangeLayout ofNewRows(int returning, int columns) {
        return new ChangeLayout(returning, columns, false, false, false, List.of());
    }

    /** The same once stars among the RETURNING items stand for columns, so that the query has this many items in all. */
    public ChangeLayout withItems(int items) {
        int expanded = returning == 0 ? 0 : items - assigned.size() - (hasAction ? 1 : 0);
        return new ChangeLayout(expanded, columns, hasAction, readsTarget, removes, assigned);
    }

    /** Place of the action in the plan's rows. */
    public int action() {
        return returning;
    }

    /** Place of the address in the plan's rows. */
    public int address() {
        return returning + (hasAction ? 1 : 0);
    }

    /** Whether the id follows the address; for rows that are only removed nobody asks. */
    public boolean hasId() {
        return readsTarget && !removes;
    }

    /** Place of the first column of the new row in the plan's rows. */
    public int firstValue() {
        return address() + (readsTarget ? 1 : 0) + (hasId() ? 1 : 0);
    }

    /** Number of items before the values in the query. */
    int leadingItems() {
        return Math.max(1, returning) + (hasAction ? 1 : 0);
    }
}
