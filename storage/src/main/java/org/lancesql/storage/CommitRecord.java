package org.lancesql.storage;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Transaction;

/**
 * What made a version.
 *
 * @param operation Lance's name of the operation; empty when the version does not say
 * @param properties of the transaction
 */
record CommitRecord(String operation, Map<String, String> properties) {
    /** In the message with which Lance fails to hand out the rewritten index of a compaction. */
    private static final String REWRITTEN_INDEX = "(Ljava/util/UUID;Ljava/util/UUID;Ljava/lang/String;[BII)V";

    private static final String REWRITE = "Rewrite";

    CommitRecord {
        properties = Map.copyOf(properties);
    }

    /** The record of a version, or null when that version does not exist. */
    static @Nullable CommitRecord read(HandleCache cache, Path directory, TableVersion version) {
        OpenDataset dataset = cache.acquire(new OpenDataset.Key(directory, version.version()), version.table());
        if (dataset == null) {
            return null;
        }
        try {
            return OpenDataset.calling(
                    "Version " + version.version() + " of table " + version.table() + " cannot be read",
                    () -> of(dataset.dataset()));
        } finally {
            cache.release(dataset);
        }
    }

    /** The record of an open version. */
    static CommitRecord of(Dataset dataset) {
        Optional<Transaction> made;
        try {
            made = dataset.readTransaction();
        } catch (RuntimeException e) {
            if (!String.valueOf(e.getMessage()).contains(REWRITTEN_INDEX)) {
                throw e;
            }
            return new CommitRecord(REWRITE, Map.of());
        }
        if (made.isEmpty()) {
            return new CommitRecord("", Map.of());
        }
        try (Transaction transaction = made.get()) {
            return new CommitRecord(
                    transaction.operation().name(),
                    transaction.transactionProperties().orElse(Map.of()));
        }
    }

    /** Ids of the {@link CommitMark}: its own, and those of the transactions that share the version. */
    Set<String> marks() {
        Set<String> marks = new HashSet<>();
        String own = properties.get(CommitMark.ID_PROPERTY);
        if (own != null) {
            marks.add(own);
        }
        String members = properties.get(CommitMark.MEMBERS_PROPERTY);
        if (members != null) {
            marks.addAll(List.of(members.split(",")));
        }
        return marks;
    }
}
