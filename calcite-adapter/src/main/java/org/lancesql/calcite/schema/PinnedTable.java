package org.lancesql.calcite.schema;

import static java.util.Objects.requireNonNull;

import org.lancesql.calcite.versionpin.Pin;
import org.lancesql.versioning.StoredTable;

/** A table at the version that a reference asks for, whichever that is when the statement runs. */
public record PinnedTable(StoredTable table, Pin pin) {
    public PinnedTable {
        requireNonNull(table, "table is null");
        requireNonNull(pin, "pin is null");
    }
}
