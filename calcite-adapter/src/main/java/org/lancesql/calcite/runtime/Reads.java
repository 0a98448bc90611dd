package org.lancesql.calcite.runtime;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.PinnedTable;
import org.lancesql.mutation.Cut;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.Snapshot;

/**
 * What one execution of a statement reads.
 *
 * @param cut the tables without a version of their own; closed with this
 * @param pins the versions of those that have one
 */
public record Reads(Cut cut, Map<PinnedTable, TableVersion> pins) implements AutoCloseable {
    /** Of a statement that reads no table. */
    public static final Reads NOTHING = new Reads(new Cut(new Snapshot(Map.of()), Map.of()), Map.of());

    public Reads {
        requireNonNull(cut, "cut is null");
        pins = Map.copyOf(pins);
    }

    /** The version at which a table is read. */
    public TableVersion version(LanceTable table) {
        @Nullable TableVersion pinned = table.pinned().map(pins::get).orElse(null);
        if (pinned != null) {
            return pinned;
        }
        long version = cut.snapshot()
                .version(table.stored())
                .orElseThrow(() -> new IllegalStateException("table " + table.stored() + " is not in the snapshot"));
        return new TableVersion(table.name(), version);
    }

    @Override
    public void close() {
        cut.close();
    }
}
