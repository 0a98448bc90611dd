package org.lancesql.calcite;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An index of a table, or a key that has none, at its newest version.
 *
 * @param table name of the table as it is stored
 * @param kind as {@code USING} names it: BTREE, BITMAP and so on; PRIMARY KEY or UNIQUE for a key
 * @param columns names of the columns that it is built on, in order; fields of structs with dots
 * @param unique whether no two rows have the same values in the columns
 * @param rowsCovered rows that it knows; those that came later are found without it
 */
public record IndexInfo(
        String table, String name, String kind, List<String> columns, boolean unique, long rowsCovered) {
    public IndexInfo {
        requireNonNull(table, "table is null");
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        columns = List.copyOf(columns);
    }
}
