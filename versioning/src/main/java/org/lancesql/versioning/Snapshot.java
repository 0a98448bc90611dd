package org.lancesql.versioning;

import java.util.Map;
import java.util.OptionalLong;

/**
 * One consistent cut of the tables that a statement reads.
 *
 * @param versions table to version; a table that does not exist is not in it
 */
public record Snapshot(Map<StoredTable, Long> versions) {
    public Snapshot {
        versions = Map.copyOf(versions);
    }

    /** Version at which the snapshot sees a table. */
    public OptionalLong version(StoredTable table) {
        Long version = versions.get(table);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }
}
