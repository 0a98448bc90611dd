package org.lancesql.calcite.schema;

import org.lancesql.versioning.StoredTable;

/** Makes the relations in which tables tell of themselves. */
public interface TableDescriptions {
    /** A relation of a table; nothing is read before the relation is. */
    SystemTable of(StoredTable table, TableRelation relation);
}
