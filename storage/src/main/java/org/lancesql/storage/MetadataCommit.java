package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.Merge;
import org.lancesql.storage.StorageException.Reason;

/**
 * Publishes other metadata of a table as the version behind a base, or nothing when anybody committed since.
 *
 * <p>The operation is a {@code Merge} of the same fragments and columns, because that conflicts with every {@link
 * FencedCommit} that is under way, so that each sees the new metadata before it publishes; Lance's own operations for
 * metadata pass them. As Lance replaces the columns too, what it has made is looked at before it is published.
 */
final class MetadataCommit {
    private final TableStore store;
    private final TableVersion version;
    private final OpenDataset base;
    private final CommitMark mark;

    MetadataCommit(TableStore store, TableHandle base, CommitMark mark) {
        this.store = store;
        this.version = base.tableVersion();
        this.base = ((LeasedTable) base).dataset();
        this.mark = mark;
    }

    /** @return whether it is published; false when the base is not HEAD */
    boolean run(Map<String, @Nullable String> changes, Path folder, BufferAllocator allocator) {
        if (!base.identity().equals(ManifestIdentity.of(base.key().directory(), version.version()))) {
            return false;
        }
        base.requireKnownFeatures(version.table());
        requireNoDictionary();
        Schema schema = OpenDataset.calling(problem(), () -> base.dataset().getSchema());
        Map<String, String> metadata = new HashMap<>(schema.getCustomMetadata());
        changes.forEach((key, value) -> {
            if (value == null) {
                metadata.remove(key);
            } else {
                metadata.put(key, value);
            }
        });
        Merge merge = Merge.builder()
                .fragments(OpenDataset.calling(problem(), base::fragments))
                .schema(new Schema(schema.getFields(), metadata))
                .build();
        Path directory = base.key().directory();
        try (AsideVersion aside = AsideVersion.of(folder, directory, version.version(), base.identity())) {
            return aside != null && publish(aside, merge, allocator);
        } catch (IOException e) {
            throw FileErrors.translate(problem(), e);
        }
    }

    private boolean publish(AsideVersion aside, Merge merge, BufferAllocator allocator) throws IOException {
        String uuid;
        try (Transaction transaction = aside.transaction(merge, mark);
                Dataset made = aside.make(transaction, null, allocator)) {
            requireSame(aside, made);
            uuid = transaction.uuid();
        } catch (Exception e) {
            throw LanceErrors.translate(problem(), e);
        }
        if (!aside.publish(uuid, store.place(base.key().directory()), problem())) {
            return false;
        }
        long published = version.version() + 1;
        try {
            store.forceCommit(base.key().directory(), version.version(), uuid, published);
            return true;
        } catch (IOException e) {
            throw new StorageException(
                    Reason.OUTCOME_UNKNOWN,
                    "The metadata of table " + version.table() + " were changed as version " + published
                            + ", but it could not be forced to disk: " + e.getMessage(),
                    e);
        }
    }

    /** Lance does not hand out the dictionaries of columns, so that it could not be given them back. */
    private void requireNoDictionary() {
        StoredSchema schema = OpenDataset.calling(problem(), base::storedSchema);
        for (Field field : schema.written().getFields()) {
            if (DictionaryColumn.isEncoded(field)) {
                throw unsupported("column " + field.getName() + " has a dictionary");
            }
        }
    }

    private void requireSame(AsideVersion aside, Dataset dataset) {
        OpenDataset made = aside.lend(dataset);
        boolean same = made.shape().columns().equals(base.shape().columns())
                && made.fragments().equals(base.fragments())
                && dataset.listIndexes().equals(base.dataset().listIndexes());
        if (!same) {
            throw unsupported("Lance would change more than that");
        }
    }

    private StorageException unsupported(String why) {
        return new StorageException(Reason.UNSUPPORTED_TYPE, problem() + ": " + why + ".");
    }

    private String problem() {
        return "The metadata of table " + version.table() + " cannot be changed";
    }
}
