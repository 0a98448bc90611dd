package org.lancesql.storage;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lance.Transaction;

/**
 * What made a version.
 *
 * @param operation Lance's name of the operation; empty when the version does not say
 * @param mark id of the {@link CommitMark}, if it has one
 */
record CommitRecord(String operation, @Nullable String mark) {
    /** The record of a version, or null when that version does not exist. */
    static @Nullable CommitRecord read(HandleCache cache, Path directory, TableVersion version) {
        OpenDataset dataset = cache.acquire(new OpenDataset.Key(directory, version.version()), version.table());
        if (dataset == null) {
            return null;
        }
        try {
            return OpenDataset.calling(
                    "Version " + version.version() + " of table " + version.table() + " cannot be read",
                    () -> of(dataset));
        } finally {
            cache.release(dataset);
        }
    }

    private static CommitRecord of(OpenDataset dataset) {
        Optional<Transaction> made = dataset.dataset().readTransaction();
        if (made.isEmpty()) {
            return new CommitRecord("", null);
        }
        try (Transaction transaction = made.get()) {
            String mark = transaction
                    .transactionProperties()
                    .map(properties -> properties.get(CommitMark.ID_PROPERTY))
                    .orElse(null);
            return new CommitRecord(transaction.operation().name(), mark);
        }
    }
}
