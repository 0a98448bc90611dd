package org.lancesql.storage;

import java.util.List;
import org.lancesql.storage.Predicate.Column;

/**
 * An index that a version of a table has.
 *
 * @param kind as Lance names it: one of {@link IndexKind}, or another program's, for example IVF_PQ or INVERTED
 * @param columns what it is built on, in order; none when Lance does not tell
 * @param rowsCovered rows that it knows; those that came later are found by reading them
 * @param exact whether it is known to find every row: a ZONEMAP of Lance 7.0.0 loses rows of tables with stable row ids
 */
public record TableIndex(String name, String kind, List<Column> columns, long rowsCovered, boolean exact) {
    public TableIndex {
        columns = List.copyOf(columns);
    }

    /** Whether it may answer conditions on a column. */
    public boolean isOn(Column column) {
        return columns.isEmpty() || columns.contains(column);
    }
}
