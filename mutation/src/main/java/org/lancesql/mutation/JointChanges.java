package org.lancesql.mutation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.Durability;
import org.lancesql.storage.TableChange;
import org.lancesql.storage.TableStore;

/**
 * The changes that a transaction makes to its tables, ready to be published or taken back.
 *
 * @param properties what the versions that it makes keep
 * @param changes by table
 */
record JointChanges(Map<String, String> properties, Map<String, TableChange> changes) {
    public JointChanges {
        properties = Map.copyOf(properties);
        changes = Map.copyOf(changes);
    }

    /** The change of a table; empty when the table that it was made for is gone. */
    Optional<TableChange> of(String table) {
        return Optional.ofNullable((@Nullable TableChange) changes.get(table));
    }

    /**
     * Forces the staged rows of all tables to disk, at the same time: a plan that is on disk must find them there.
     *
     * @throws org.lancesql.storage.StorageException DISK_FULL and the like
     */
    void forceStaged(TableStore store, Durability durability) {
        if (durability == Durability.FULL) {
            changes.values().parallelStream().forEach(change -> store.forceStaged(change, durability));
        }
    }

    /** Those tables first on which others are most likely to be in the way. */
    List<String> order() {
        return changes.keySet().stream()
                .sorted(Comparator.comparing((String table) -> isAddition(changes.get(table)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static boolean isAddition(@Nullable TableChange change) {
        return change != null && change.removed().isEmpty() && change.check() == null;
    }
}
