package org.lancesql.versioning;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One consistent cut of the tables that a statement reads.
 *
 * @param versions table to version; a table that does not exist is not in it
 * @param pending the undecided transactions over several tables that have one of the tables, in the order in which they
 *     began to commit; nothing of them is in the versions
 */
public record Snapshot(Map<StoredTable, Long> versions, List<TransactionRecord> pending) {
    /** A cut of no tables. */
    static final Snapshot OF_NOTHING = new Snapshot(Map.of());

    public Snapshot {
        versions = Map.copyOf(versions);
        pending = List.copyOf(pending);
    }

    /** A cut that no undecided transaction has a table of. */
    public Snapshot(Map<StoredTable, Long> versions) {
        this(versions, List.of());
    }

    /** Version at which the snapshot sees a table. */
    public OptionalLong version(StoredTable table) {
        Long version = versions.get(table);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }
}
