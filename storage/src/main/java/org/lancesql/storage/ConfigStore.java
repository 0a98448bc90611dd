package org.lancesql.storage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small map of strings that several processes change by compare-and-set, kept as the configuration of a Lance dataset
 * under {@code _lancesql}.
 */
public interface ConfigStore {
    /**
     * The newest entries. Costs one look at a directory when they have not changed since the last call. Does not create
     * the dataset: one that is not there has no entries and version 0.
     */
    Entries entries();

    /**
     * Applies changes on top of {@code version} if no other process changed one of the same keys in the meantime.
     *
     * @param version {@link Entries#version} that the changes were made against
     * @param changes key to new value, null to remove the key
     * @return whether the changes were applied; if not, nothing changed
     * @throws StorageException OUTCOME_UNKNOWN when they were applied but may not survive a loss of power; CONFLICT when they
     *     were applied though others may have changed the same keys, in versions that have been cleaned up since;
     *     READ_ONLY in a read-only store
     */
    boolean compareAndSet(long version, Map<String, @Nullable String> changes);

    /** @param durability what the changes have to survive, instead of what the store promises */
    boolean compareAndSet(long version, Map<String, @Nullable String> changes, Durability durability);

    /** Deletes versions before one of them, of which nobody needs any more how they came about. The newest always stays. */
    void forgetBefore(long version);

    /**
     * Entries at one version.
     *
     * @param version 0 when the dataset does not exist
     */
    record Entries(long version, Map<String, String> values) {
        public Entries {
            values = Map.copyOf(values);
        }
    }
}
