package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.Update;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.CommitOutcome.Unknown;
import org.lancesql.storage.StorageException.Reason;

/**
 * Publishes staged rows as one version.
 *
 * <p>The commit is an {@code Update} that removes a fragment which never exists, the fence: two commits with one mark
 * then conflict, so a commit that is tried again cannot happen twice, and a change of columns or an overwrite in between
 * conflicts too, where a plain append would go through and leave a table that aborts the JVM when read. Appends, deletes,
 * compactions and index builds of other programs pass.
 */
final class FencedCommit {
    private static final int ATTEMPTS = 20;
    private static final int LANCE_RETRIES = 20;
    private static final long FIRST_FENCE = 3_000_000_000L;
    private static final int FENCES = 1_000_000_000;
    private static final Set<String> REPLACING = Set.of("Overwrite", "Restore");

    private final String table;
    private final Path directory;
    private final StagedFragments files;
    private final CommitMark mark;
    private final TableStore store;
    private final HandleCache cache;

    FencedCommit(Path directory, StagedFragments files, CommitMark mark, TableStore store) {
        this.table = files.base().table();
        this.directory = directory;
        this.files = files;
        this.mark = mark;
        this.store = store;
        this.cache = store.cache();
    }

    CommitOutcome run() {
        long checked = files.base().version();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long head = head();
            if (head == 0
                    || !files.identity()
                            .equals(ManifestIdentity.of(directory, files.base().version()))) {
                return conflict("was dropped, or version " + files.base().version() + " of it was removed,", head);
            }
            CommitOutcome earlier = check(checked, head);
            if (earlier != null) {
                return earlier;
            }
            checked = head;
            OpenDataset pinned = cache.acquire(new OpenDataset.Key(directory, head), table);
            if (pinned == null) {
                continue;
            }
            try {
                CommitOutcome outcome = attempt(pinned, head);
                if (outcome != null) {
                    return outcome;
                }
            } finally {
                cache.release(pinned);
            }
        }
        return conflict("was changed by others again and again", checked);
    }

    /** HEAD, or 0 when the table is gone. */
    private long head() {
        try {
            return store.latestVersion(table);
        } catch (StorageException e) {
            if (e.reason() == Reason.TABLE_NOT_FOUND) {
                return 0;
            }
            throw e;
        }
    }

    /** One try against a pinned HEAD; null when somebody else was faster. */
    private @Nullable CommitOutcome attempt(OpenDataset pinned, long head) {
        TableShape shape = OpenDataset.calling(problem(), () -> TableShape.of(pinned));
        if (!shape.equals(files.shape())) {
            return conflict("changed its columns", head);
        }
        try (Transaction transaction = transaction(head)) {
            long version;
            try (Dataset result = new CommitBuilder(pinned.dataset())
                    .maxRetries(LANCE_RETRIES)
                    .skipAutoCleanup(true)
                    .execute(transaction)) {
                version = result.version();
            } catch (Exception e) {
                return LanceErrors.isConflict(e) ? null : afterFailure(e);
            }
            return acknowledge(transaction, head, version);
        }
    }

    private Transaction transaction(long head) {
        Update update = Update.builder()
                .removedFragmentIds(List.of(fence(mark.id())))
                .newFragments(files.fragments())
                .fieldsForPreservingFragBitmap(files.shape().fieldIds())
                .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
                .build();
        return new Transaction.Builder()
                .readVersion(head)
                .operation(update)
                .transactionProperties(CommitProperties.of(mark))
                .build();
    }

    /** A fragment id that never exists, the same for each attempt of one mark. */
    static long fence(String mark) {
        return FIRST_FENCE + Math.floorMod(mark.hashCode(), FENCES);
    }

    private CommitOutcome acknowledge(Transaction transaction, long pinned, long version) {
        for (long between = pinned + 1; between < version; between++) {
            if (ManifestIdentity.of(directory, between) == null) {
                // Lance looked for conflicts in the versions that were there; it could not look into this one.
                String problem = "Rows were added to table " + table + " as version " + version + ", but version "
                        + between + " vanished meanwhile and may have conflicted";
                return new Unknown(problem, new StorageException(Reason.OUTCOME_UNKNOWN, problem));
            }
        }
        try {
            store.forceCommit(directory, pinned, transaction.uuid(), version);
        } catch (IOException e) {
            return new Unknown(
                    "Rows were added to table " + table + " as version " + version
                            + ", but it could not be forced to disk: " + e.getMessage(),
                    e);
        }
        return new Committed(version);
    }

    /** A commit failed, and not for a conflict: whether it happened all the same is in the history. */
    private CommitOutcome afterFailure(Exception failure) {
        try {
            OptionalLong version = find(files.base().version(), head());
            if (version.isPresent()) {
                return new Committed(version.getAsLong());
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return new Unknown("Nobody knows whether rows were added to table " + table, failure);
        }
        throw LanceErrors.translate(problem(), failure);
    }

    private OptionalLong find(long after, long head) {
        for (long version = after + 1; version <= head; version++) {
            Foreign found = read(version);
            if (found == null) {
                throw new StorageException(
                        Reason.VERSION_NOT_FOUND, "Version " + version + " of " + table + " is gone.");
            }
            if (mark.id().equals(found.mark)) {
                return OptionalLong.of(version);
            }
        }
        return OptionalLong.empty();
    }

    /** Looks at the versions in (after, head]: null when the rows may still be added on top of them. */
    private @Nullable CommitOutcome check(long after, long head) {
        for (long version = after + 1; version <= head; version++) {
            Foreign found = read(version);
            if (found == null) {
                return conflict("lost version " + version, head);
            }
            if (mark.id().equals(found.mark)) {
                return new Committed(version);
            }
            if (REPLACING.contains(found.operation)) {
                return conflict("was replaced in version " + version, head);
            }
        }
        return null;
    }

    /** What made a version. */
    private record Foreign(String operation, @Nullable String mark) {}

    private @Nullable Foreign read(long version) {
        OpenDataset dataset = cache.acquire(new OpenDataset.Key(directory, version), table);
        if (dataset == null) {
            return null;
        }
        try {
            return OpenDataset.calling(problem(), () -> made(dataset));
        } finally {
            cache.release(dataset);
        }
    }

    private static Foreign made(OpenDataset dataset) {
        Optional<Transaction> made = dataset.dataset().readTransaction();
        if (made.isEmpty()) {
            return new Foreign("", null);
        }
        try (Transaction transaction = made.get()) {
            String found = transaction
                    .transactionProperties()
                    .map(properties -> properties.get(CommitMark.ID_PROPERTY))
                    .orElse(null);
            return new Foreign(transaction.operation().name(), found);
        }
    }

    private String problem() {
        return "Rows cannot be added to table " + table;
    }

    private Conflict conflict(String what, long head) {
        return new Conflict(
                "Table " + table + " " + what + " after version " + files.base().version()
                        + " was read; nothing was added.",
                head);
    }
}
