package org.lancesql.calcite.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.mutation.Cut;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.StoredTable;

/** The tables of one store as one statement sees them. Remembers each answer. */
final class StoreTables {
    private final TableStore store;
    private final PinResolver pins;
    private final Function<StoredTable, Cut> reads;
    private final Map<PinnedName, LanceTable> tables = new LinkedHashMap<>();
    private @Nullable List<String> names;

    /**
     * @param names of the tables that exist for the statement; null for those on disk
     * @param reads what the statement reads of a table
     * @param pins finds the versions of pinned references
     */
    StoreTables(TableStore store, @Nullable List<String> names, Function<StoredTable, Cut> reads, PinResolver pins) {
        this.store = store;
        this.pins = pins;
        this.names = names;
        this.reads = reads;
    }

    /** Names of all tables, sorted. */
    List<String> names() {
        if (names == null) {
            names = store.tables();
        }
        return names;
    }

    /** The table of a stored name, of whatever version. */
    StoredTable stored(String name) {
        return new StoredTable(store, name);
    }

    /** The tables that were asked for so far. */
    Collection<LanceTable> used() {
        return tables.values();
    }

    /** The table of a stored name, at its newest version or at the pinned one; empty if it is no table. */
    Optional<LanceTable> find(PinnedName name) {
        LanceTable known = tables.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!names().contains(name.table())) {
            return Optional.empty();
        }
        LanceTable table = load(name);
        tables.put(name, table);
        return Optional.of(table);
    }

    private LanceTable load(PinnedName name) {
        StoredTable table = new StoredTable(store, name.table());
        Optional<TableVersion> pinned = name.pin().flatMap(pin -> pins.version(new PinnedTable(table, pin)));
        if (pinned.isPresent()) {
            return load(table, pinned.get(), name, null);
        }
        try (Cut cut = reads.apply(table)) {
            long version = cut.snapshot()
                    .version(table)
                    .orElseThrow(() -> new StorageException(
                            StorageException.Reason.TABLE_NOT_FOUND, "Table " + name.table() + " does not exist"));
            PendingChanges pending = cut.changes(table)
                    .filter(changes -> name.pin().isEmpty())
                    .map(changes -> new PendingChanges(
                            changes.addedRows(), changes.removed().size()))
                    .orElse(null);
            return load(table, new TableVersion(name.table(), version), name, pending);
        }
    }

    private static LanceTable load(
            StoredTable table, TableVersion version, PinnedName name, @Nullable PendingChanges pending) {
        try (TableHandle handle = table.open(version)) {
            return new LanceTable(table, version, name, handle.schema(), handle.rowCount(), handle.indexes(), pending);
        }
    }
}
