package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.cleanup.CleanupPolicy;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.lancesql.storage.StorageException.Reason;

/** A {@link ConfigStore} in the configuration of a Lance dataset without rows. */
final class LanceConfigStore implements ConfigStore {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("unused", new ArrowType.Int(64, true))));
    private static final int LANCE_RETRIES = 20;

    private final String name;
    private final TableStore store;
    private final Path directory;
    private Entries known = new Entries(0, Map.of());
    private @Nullable ManifestIdentity knownIdentity;

    LanceConfigStore(String name, TableStore store, Path directory) {
        this.name = name;
        this.store = store;
        this.directory = directory;
    }

    @Override
    public synchronized Entries entries() {
        if (!Files.exists(directory)) {
            known = new Entries(0, Map.of());
            knownIdentity = null;
            return known;
        }
        long version = store.latestVersion(directory, name);
        ManifestIdentity identity = ManifestIdentity.of(directory, version);
        if (version == known.version() && identity != null && identity.equals(knownIdentity)) {
            return known;
        }
        OpenDataset dataset = pin(version);
        if (dataset == null) {
            throw new StorageException(
                    Reason.IO, "The newest version of " + directory + " vanished while it was read.");
        }
        try {
            Map<String, String> values = new HashMap<>();
            dataset.dataset()
                    .getConfig()
                    .forEach((key, value) -> values.put(ConfigText.decode(key), ConfigText.decode(value)));
            known = new Entries(version, values);
            knownIdentity = dataset.identity();
            return known;
        } catch (Exception e) {
            throw LanceErrors.translate(directory + " cannot be read", e);
        } finally {
            store.cache().release(dataset);
        }
    }

    @Override
    public boolean compareAndSet(long version, Map<String, @Nullable String> changes) {
        return compareAndSet(version, changes, store.durability());
    }

    @Override
    public boolean compareAndSet(long version, Map<String, @Nullable String> changes, Durability durability) {
        store.requireWritable("Configuration " + name);
        if (changes.isEmpty()) {
            return true;
        }
        long base = version;
        if (version == 0) {
            create();
            base = 1;
        }
        OpenDataset pinned = pin(base);
        if (pinned == null) {
            return false;
        }
        try {
            return commit(pinned, changes, new DurableFiles(durability));
        } finally {
            store.cache().release(pinned);
        }
    }

    @Override
    public void forgetBefore(long version) {
        store.requireWritable("Configuration " + name);
        long newest = entries().version();
        OpenDataset dataset = newest == 0 ? null : pin(newest);
        if (dataset == null) {
            return;
        }
        try {
            dataset.dataset()
                    .cleanupWithPolicy(CleanupPolicy.builder()
                            .withBeforeVersion(Math.min(version, newest))
                            .withDeleteUnverified(true)
                            .build());
        } catch (Exception e) {
            throw LanceErrors.translate("Old versions of " + directory + " cannot be deleted", e);
        } finally {
            store.cache().release(dataset);
        }
    }

    private @Nullable OpenDataset pin(long version) {
        return store.cache().acquire(new OpenDataset.Key(directory, version), name);
    }

    /** Creates the dataset, unless another program has: version 1 has no entries in either case. */
    private void create() {
        if (!Files.exists(directory)) {
            CommitMark mark = CommitMark.create(Map.of());
            store.builder()
                    .create(directory, SCHEMA, new NoSource(), mark, directory + " cannot be created", Runnable::run);
        }
    }

    private boolean commit(OpenDataset pinned, Map<String, @Nullable String> changes, DurableFiles durable) {
        long base = pinned.key().version();
        UpdateConfig update = UpdateConfig.builder()
                .configUpdates(UpdateMap.builder()
                        .updates(encoded(changes))
                        .replace(false)
                        .build())
                .build();
        try (Transaction transaction =
                new Transaction.Builder().readVersion(base).operation(update).build()) {
            Dataset result;
            try {
                result = new CommitBuilder(pinned.dataset())
                        .maxRetries(LANCE_RETRIES)
                        .skipAutoCleanup(true)
                        .execute(transaction);
            } catch (Exception e) {
                if (LanceErrors.isConflict(e)) {
                    return false;
                }
                throw LanceErrors.translate(directory + " cannot be changed", e);
            }
            long version = result.version();
            keep(pinned, result);
            requireWhole(base, version);
            if (durable.durability() == Durability.FULL) {
                durable.force(
                        DurableFiles.ofCommit(directory, base, transaction.uuid(), version),
                        pinned.durableDirectories());
            }
            follow(pinned, version, changes);
            return true;
        } catch (IOException e) {
            throw new StorageException(
                    Reason.OUTCOME_UNKNOWN, directory + " was changed, but could not be forced to disk.", e);
        }
    }

    /** The next change is made on top of this one, most likely, and then finds it open. */
    private void keep(OpenDataset pinned, Dataset result) {
        try {
            store.cache()
                    .keep(
                            pinned,
                            result,
                            () -> pinned.identity()
                                    .equals(ManifestIdentity.of(
                                            directory, pinned.key().version())));
        } catch (RuntimeException e) {
            result.close(); // it is published all the same
        }
    }

    /** What follows from the entries that are known need not be read. */
    private synchronized void follow(OpenDataset pinned, long version, Map<String, @Nullable String> changes) {
        long base = pinned.key().version();
        ManifestIdentity identity = ManifestIdentity.of(directory, version);
        if (version != base + 1
                || known.version() != base
                || !pinned.identity().equals(knownIdentity)
                || identity == null) {
            return;
        }
        Map<String, String> values = new HashMap<>(known.values());
        changes.forEach((key, value) -> {
            if (value == null) {
                values.remove(key);
            } else {
                values.put(key, value);
            }
        });
        known = new Entries(version, values);
        knownIdentity = identity;
    }

    private void requireWhole(long base, long version) {
        for (long between = base + 1; between < version; between++) {
            if (ManifestIdentity.of(directory, between) == null) {
                throw new StorageException(
                        Reason.CONFLICT,
                        directory + " was changed as version " + version + ", but version " + between
                                + " vanished meanwhile and may have conflicted; look whether it is as wanted.");
            }
        }
    }

    private static Map<String, @Nullable String> encoded(Map<String, @Nullable String> changes) {
        Map<String, @Nullable String> encoded = new HashMap<>();
        changes.forEach(
                (key, value) -> encoded.put(ConfigText.encode(key), value == null ? null : ConfigText.encode(value)));
        return encoded;
    }

    private static final class NoSource implements BatchSource {
        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public boolean load(VectorSchemaRoot root) {
            return false;
        }
    }
}
