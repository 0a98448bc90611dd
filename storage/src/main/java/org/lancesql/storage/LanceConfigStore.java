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
            return commit(pinned, base, changes);
        } finally {
            store.cache().release(pinned);
        }
    }

    private @Nullable OpenDataset pin(long version) {
        return store.cache().acquire(new OpenDataset.Key(directory, version), name);
    }

    /** Creates the dataset, unless another program has: version 1 has no entries in either case. */
    private void create() {
        if (!Files.exists(directory)) {
            CommitMark mark = CommitMark.create(Map.of());
            store.builder().create(directory, SCHEMA, new NoSource(), mark, directory + " cannot be created");
        }
    }

    private boolean commit(OpenDataset pinned, long base, Map<String, @Nullable String> changes) {
        UpdateConfig update = UpdateConfig.builder()
                .configUpdates(UpdateMap.builder()
                        .updates(encoded(changes))
                        .replace(false)
                        .build())
                .build();
        try (Transaction transaction =
                new Transaction.Builder().readVersion(base).operation(update).build()) {
            long version;
            try (Dataset result = new CommitBuilder(pinned.dataset())
                    .maxRetries(LANCE_RETRIES)
                    .skipAutoCleanup(true)
                    .execute(transaction)) {
                version = result.version();
            } catch (Exception e) {
                if (LanceErrors.isConflict(e)) {
                    return false;
                }
                throw LanceErrors.translate(directory + " cannot be changed", e);
            }
            requireWhole(base, version);
            store.forceCommit(directory, base, transaction.uuid(), version);
            return true;
        } catch (IOException e) {
            throw new StorageException(
                    Reason.OUTCOME_UNKNOWN, directory + " was changed, but could not be forced to disk.", e);
        }
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
