package org.lancesql.storage;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lance.Transaction;

/**
 * What made a version.
 *
 * @param operation Lance's name of the operation; empty when the version does not say
 * @param marks ids of the {@link CommitMark}: its own, and those of the transactions that share it
 */
record CommitRecord(String operation, Set<String> marks) {
    /** In the message with which Lance fails to hand out the rewritten index of a compaction. */
    private static final String REWRITTEN_INDEX = "(Ljava/util/UUID;Ljava/util/UUID;Ljava/lang/String;[BII)V";

    private static final String REWRITE = "Rewrite";

    CommitRecord {
        marks = Set.copyOf(marks);
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
                    () -> of(dataset));
        } finally {
            cache.release(dataset);
        }
    }

    private static CommitRecord of(OpenDataset dataset) {
        Optional<Transaction> made;
        try {
            made = dataset.dataset().readTransaction();
        } catch (RuntimeException e) {
            if (!String.valueOf(e.getMessage()).contains(REWRITTEN_INDEX)) {
                throw e;
            }
            return new CommitRecord(REWRITE, Set.of());
        }
        if (made.isEmpty()) {
            return new CommitRecord("", Set.of());
        }
        try (Transaction transaction = made.get()) {
            Map<String, String> properties = transaction.transactionProperties().orElse(Map.of());
            return new CommitRecord(transaction.operation().name(), marks(properties));
        }
    }

    private static Set<String> marks(Map<String, String> properties) {
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
