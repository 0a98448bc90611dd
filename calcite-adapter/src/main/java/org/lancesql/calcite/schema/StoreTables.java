package org.lancesql.calcite.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.VersionResolver;
import org.lancesql.versioning.VersionSelector;

/** The tables of one store as one statement sees them. Remembers each answer. */
final class StoreTables {
    private final TableStore store;
    private final VersionResolver versions;
    private final Map<PinnedName, LanceTable> tables = new LinkedHashMap<>();
    private @Nullable List<String> names;

    StoreTables(TableStore store) {
        this.store = store;
        this.versions = new VersionResolver(store);
    }

    /** Names of all tables on disk, sorted. */
    List<String> names() {
        if (names == null) {
            names = store.tables();
        }
        return names;
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
        OptionalLong pinned = name.version();
        TableVersion version = pinned.isPresent()
                ? versions.resolve(name.table(), new VersionSelector.Number(pinned.getAsLong()))
                : new TableVersion(name.table(), store.latestVersion(name.table()));
        try (TableHandle handle = store.open(version)) {
            return new LanceTable(
                    new StoredTable(store, name.table()),
                    version,
                    name,
                    handle.schema(),
                    handle.rowCount(),
                    handle.indexes());
        }
    }
}
