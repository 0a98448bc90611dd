package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.ConfigStore;
import org.lancesql.storage.ConfigStore.Entries;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;

/**
 * Views of a database, seen by the next statement of every process. Names are kept as typed. Two views, or a view and a
 * table, whose names differ only by case cannot be told apart in SQL, so creating the second is refused.
 */
public final class ViewCatalog {
    /** Name of the configuration store that has the views. */
    static final String STORE = "catalog";

    private static final String PREFIX = "view.";
    private static final int ATTEMPTS = 20;

    private final TableStore store;
    private final ConfigStore entries;
    private @Nullable Decoded latest;

    /** Views as of one version of the store: decoded once. */
    private record Decoded(Entries entries, Map<String, ViewDefinition> views) {}

    public ViewCatalog(TableStore store) {
        this.store = requireNonNull(store, "store is null");
        this.entries = store.system().configStore(STORE);
    }

    /** All views by name, sorted, as of now. Costs one look at a directory when none changed. */
    public Map<String, ViewDefinition> views() {
        return decoded().views;
    }

    private synchronized Decoded decoded() {
        Entries now = entries.entries();
        if (latest == null || !latest.entries.equals(now)) {
            latest = new Decoded(now, decode(now));
        }
        return latest;
    }

    private static Map<String, ViewDefinition> decode(Entries entries) {
        Map<String, ViewDefinition> views = new TreeMap<>();
        entries.values().forEach((key, sql) -> {
            if (key.startsWith(PREFIX)) {
                ViewDefinition view = new ViewDefinition(key.substring(PREFIX.length()), sql);
                views.put(view.name(), view);
            }
        });
        return Collections.unmodifiableMap(views);
    }

    /**
     * Stores a view.
     *
     * @param replace whether a view of the same name, in any case, gives way
     * @throws StorageException TABLE_EXISTS when a table, or without {@code replace} a view, has that name in any case;
     *     READ_ONLY
     */
    public void create(ViewDefinition view, boolean replace) {
        requireWritable(view.name());
        store.places().naming("View " + view.name() + " cannot be created", () -> createNamed(view, replace));
    }

    private void createNamed(ViewDefinition view, boolean replace) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            refuseTable(view.name());
            Decoded now = decoded();
            Optional<ViewDefinition> existing = find(now, view.name());
            if (existing.isPresent() && !replace) {
                throw exists("view", existing.get().name());
            }
            Map<String, @Nullable String> changes = new HashMap<>();
            existing.ifPresent(other -> changes.put(PREFIX + other.name(), null));
            changes.put(PREFIX + view.name(), view.sql());
            if (publish(now, changes)) {
                return;
            }
        }
        throw contention(view.name());
    }

    private static Optional<ViewDefinition> find(Decoded views, String name) {
        return views.views.values().stream()
                .filter(other -> other.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * Refuses a name that a table or view has, in any case.
     *
     * @throws StorageException TABLE_EXISTS
     */
    public void requireFree(String name) {
        refuseTable(name);
        Optional<ViewDefinition> view = find(decoded(), name);
        if (view.isPresent()) {
            throw exists("view", view.get().name());
        }
    }

    /**
     * Removes a view.
     *
     * @param name exactly as created
     * @throws StorageException TABLE_NOT_FOUND when there is none, READ_ONLY
     */
    public void drop(String name) {
        requireWritable(name);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Decoded now = decoded();
            if (!now.views.containsKey(name)) {
                throw new StorageException(Reason.TABLE_NOT_FOUND, "There is no view " + name + ".");
            }
            Map<String, @Nullable String> changes = new HashMap<>();
            changes.put(PREFIX + name, null);
            if (publish(now, changes)) {
                return;
            }
        }
        throw contention(name);
    }

    /**
     * All changes of views also change one key, so that of two that were made against the same version one is lost:
     * keys that differ only by case are different keys to the store.
     */
    private boolean publish(Decoded base, Map<String, @Nullable String> changes) {
        String serial = base.entries.values().getOrDefault("views", "0");
        changes.put("views", Long.toString(Long.parseLong(serial) + 1));
        return entries.compareAndSet(base.entries.version(), changes);
    }

    private void requireWritable(String view) {
        if (store.readOnly()) {
            throw new StorageException(
                    Reason.READ_ONLY, "View " + view + " cannot be changed: the database is open for reading only.");
        }
    }

    private void refuseTable(String name) {
        for (String table : store.tables()) {
            if (table.equalsIgnoreCase(name)) {
                throw exists("table", table);
            }
        }
    }

    private static StorageException exists(String kind, String name) {
        return new StorageException(Reason.TABLE_EXISTS, "There is a " + kind + " " + name + " already.");
    }

    private static StorageException contention(String name) {
        return new StorageException(
                Reason.CONFLICT, "View " + name + " cannot be changed: other programs change views all the time.");
    }
}
