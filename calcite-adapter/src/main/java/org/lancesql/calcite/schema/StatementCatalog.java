package org.lancesql.calcite.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.VersionResolver;
import org.lancesql.versioning.VersionSelector;
import org.lancesql.versioning.ViewCatalog;
import org.lancesql.versioning.ViewDefinition;

/** What the names in one statement mean. Remembers each answer, so that a statement sees one meaning of a name. */
public final class StatementCatalog {
    private final TableStore store;
    private final VersionResolver versions;
    private final Map<String, ViewDefinition> views;
    private final Map<PinnedName, LanceTable> tables = new LinkedHashMap<>();
    private @Nullable List<String> tableNames;

    public StatementCatalog(TableStore store, ViewCatalog viewCatalog) {
        this.store = store;
        this.versions = new VersionResolver(store);
        this.views = viewCatalog.views();
    }

    private StatementCatalog(TableStore store, Map<String, ViewDefinition> views) {
        this.store = store;
        this.versions = new VersionResolver(store);
        this.views = views;
    }

    /** The same names but for one view. */
    public StatementCatalog without(String view) {
        Map<String, ViewDefinition> others = new LinkedHashMap<>(views);
        others.remove(view);
        return new StatementCatalog(store, others);
    }

    /** The views as this statement sees them. */
    public Map<String, ViewDefinition> views() {
        return views;
    }

    /** Names of all tables on disk. */
    public List<String> tableNames() {
        if (tableNames == null) {
            tableNames = store.tables();
        }
        return tableNames;
    }

    /** Names of all tables and views, sorted. */
    public Collection<String> relationNames() {
        TreeSet<String> names = new TreeSet<>(tableNames());
        names.addAll(views.keySet());
        return names;
    }

    /** The tables that were asked for so far. */
    public Collection<LanceTable> usedTables() {
        return tables.values();
    }

    /**
     * The name of a table or view as it is stored: an exact match, else the only match without case.
     *
     * @throws StatementException when several names differ from it by case only
     */
    public Optional<String> storedName(String name) {
        if (tableNames().contains(name) || views.containsKey(name)) {
            return Optional.of(name);
        }
        List<String> matches =
                relationNames().stream().filter(name::equalsIgnoreCase).toList();
        if (matches.size() > 1) {
            throw new StatementException(
                    Reason.AMBIGUOUS_NAME,
                    "The name " + name + " is ambiguous: " + String.join(", ", matches)
                            + " differ by case only; write one of them exactly, in double quotes if needed");
        }
        return matches.stream().findFirst();
    }

    /** The table of a stored name, at its newest version or at the pinned one; empty if it is no table. */
    Optional<LanceTable> table(PinnedName name) {
        LanceTable known = tables.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!tableNames().contains(name.table())) {
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
            return new LanceTable(version, pinned, handle.schema(), handle.rowCount(), handle.indexes());
        }
    }

    /** The table of a stored name at its newest version. */
    public LanceTable requireTable(String name) {
        return table(new PinnedName(name, OptionalLong.empty()))
                .orElseThrow(() -> new StorageException(
                        StorageException.Reason.TABLE_NOT_FOUND, "Table " + name + " does not exist"));
    }
}
