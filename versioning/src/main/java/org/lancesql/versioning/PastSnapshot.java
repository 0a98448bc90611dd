package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableVersion;

/**
 * The tables of a database at one moment; it never changes.
 *
 * @param name what it is a snapshot of, as in {@code SET SNAPSHOT AS OF}
 * @param versions each table's version
 * @param lost tables that were there and cannot be read any more as they were, with the reason
 */
public record PastSnapshot(String name, Map<String, TableVersion> versions, Map<String, String> lost) {
    public PastSnapshot {
        requireNonNull(name, "name is null");
        versions = Map.copyOf(versions);
        lost = Map.copyOf(lost);
    }

    /** Names of the tables that there were. */
    public SortedSet<String> tables() {
        TreeSet<String> tables = new TreeSet<>(versions.keySet());
        tables.addAll(lost.keySet());
        return tables;
    }

    /**
     * The version of a table; empty when there was none of the name.
     *
     * @throws StorageException VERSION_NOT_FOUND when the version is lost
     */
    public Optional<TableVersion> version(String table) {
        if (lost.containsKey(table)) {
            throw new StorageException(Reason.VERSION_NOT_FOUND, requireNonNull(lost.get(table)));
        }
        return Optional.ofNullable(versions.get(table));
    }
}
