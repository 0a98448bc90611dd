package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.ConfigStore;
import org.lancesql.storage.ConfigStore.Entries;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;

/**
 * The tags of all tables at once.
 *
 * <p>Each table gets a tag of its own, which keeps its version from being cleaned up and which every program sees. What
 * makes them one is an entry of the catalog with all versions, written last and removed first: a tag of the database is
 * there whole or not at all. Who is interrupted leaves ordinary tags of single tables behind.
 */
public final class DatabaseTags {
    private static final String PREFIX = "tag.";
    private static final int ATTEMPTS = 20;

    private final TableStore store;
    private final ConfigStore entries;

    public DatabaseTags(TableStore store) {
        this.store = requireNonNull(store, "store is null");
        this.entries = store.system().configStore("catalog");
    }

    /**
     * All of them by name, as of now.
     *
     * @throws StorageException DAMAGED
     */
    public SortedMap<String, DatabaseTag> all() {
        return decoded(entries.entries());
    }

    private static SortedMap<String, DatabaseTag> decoded(Entries entries) {
        SortedMap<String, DatabaseTag> tags = new TreeMap<>();
        entries.values().forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                String name = key.substring(PREFIX.length());
                try {
                    tags.put(name, DatabaseTag.decode(name, value));
                } catch (IllegalArgumentException e) {
                    throw new StorageException(
                            Reason.DAMAGED, "Tag " + name + " of the database cannot be read: " + e.getMessage(), e);
                }
            }
        });
        return Collections.unmodifiableSortedMap(tags);
    }

    /** The tag of exactly this name. */
    public Optional<DatabaseTag> find(String name) {
        return Optional.ofNullable(all().get(name));
    }

    /** Whether a table's tag is part of one of the database, and is not to be changed alone. */
    public boolean holds(String table, String tag) {
        return find(tag).filter(found -> found.versions().containsKey(table)).isPresent();
    }

    /**
     * Tags a snapshot.
     *
     * @return the table that has such a tag already, in which case nothing was tagged
     * @throws StorageException INVALID_NAME, VERSION_NOT_FOUND, READ_ONLY, DISK_FULL; nothing stays tagged
     */
    public Optional<String> create(String name, Snapshot snapshot) {
        List<String> made = new ArrayList<>();
        boolean whole = false;
        try {
            SortedMap<String, Long> versions = versions(snapshot);
            for (Map.Entry<String, Long> table : versions.entrySet()) {
                if (!store.tags(table.getKey()).create(name, table.getValue())) {
                    return Optional.of(table.getKey());
                }
                made.add(table.getKey());
            }
            record(new DatabaseTag(name, Instant.now().truncatedTo(ChronoUnit.MICROS), versions));
            whole = true;
            return Optional.empty();
        } finally {
            if (!whole) {
                made.forEach(table -> store.tags(table).drop(name));
            }
        }
    }

    private static SortedMap<String, Long> versions(Snapshot snapshot) {
        SortedMap<String, Long> versions = new TreeMap<>();
        snapshot.versions().forEach((table, version) -> versions.put(table.name(), version));
        return versions;
    }

    private void record(DatabaseTag tag) {
        change(tag.name(), tag.encode());
    }

    /**
     * Tags a snapshot; a tag of that name gives way, of the database and of each table.
     *
     * @throws StorageException as {@link #create}; then neither the old tag of the database nor the new one is there
     */
    public void replace(String name, Snapshot snapshot) {
        Optional<DatabaseTag> old = find(name);
        if (old.isPresent()) {
            change(name, null);
        }
        SortedMap<String, Long> versions = versions(snapshot);
        versions.forEach((table, version) -> store.tags(table).replace(name, version));
        record(new DatabaseTag(name, Instant.now().truncatedTo(ChronoUnit.MICROS), versions));
    }

    /**
     * Removes a tag and those of the tables that were made with it; one that somebody has made to name another version
     * since stays.
     *
     * @return whether there was one
     * @throws StorageException READ_ONLY
     */
    public boolean drop(String name) {
        Optional<DatabaseTag> old = find(name);
        if (old.isEmpty()) {
            return false;
        }
        change(name, null);
        List<String> tables = store.tables();
        old.get().versions().forEach((table, version) -> {
            if (tables.contains(table)
                    && store.tags(table)
                            .find(name)
                            .filter(tag -> tag.isOnMain() && tag.version() == version)
                            .isPresent()) {
                store.tags(table).drop(name);
            }
        });
        return true;
    }

    private void change(String name, @Nullable String value) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Entries now = entries.entries();
            Map<String, @Nullable String> changes = new HashMap<>();
            changes.put(PREFIX + name, value);
            if (value == null && !now.values().containsKey(PREFIX + name)
                    || entries.compareAndSet(now.version(), changes)) {
                return;
            }
        }
        throw new StorageException(
                Reason.CONFLICT,
                "Tag " + name + " of the database cannot be changed: other programs change the catalog all the time.");
    }
}
