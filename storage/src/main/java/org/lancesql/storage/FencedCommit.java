package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.operation.Update;
import org.lancesql.storage.CommitHistory.Passage;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.CommitOutcome.Unknown;
import org.lancesql.storage.CommitOutcome.Withheld;
import org.lancesql.storage.HeadChange.Fitted;
import org.lancesql.storage.StorageException.Reason;

/**
 * Publishes a {@link HeadChange} as one version.
 *
 * <p>The commit is an {@code Update} that removes a fragment which never exists, the fence: two commits with one mark
 * then conflict, so a commit that is tried again cannot happen twice, and a change of columns or an overwrite in between
 * conflicts too, where a plain append would go through and leave a table that aborts the JVM when read. Appends,
 * compactions and index builds of other programs pass, and so do their deletes in other fragments. Changes that were
 * checked against HEAD have a second fence, which is the same for all of them: of two that were checked against one HEAD
 * the later is checked again.
 *
 * <p>Many rows that are only added need no fence when they become the version behind the HEAD that was looked at: see
 * {@link BulkAppend}.
 */
final class FencedCommit {
    private static final int ATTEMPTS = 50;
    private static final int LANCE_RETRIES = 20;
    private static final int PATIENT_ATTEMPTS = 2;
    /** Tries that end when anybody is faster, before one that others can be faster than. */
    private static final int BULK_ATTEMPTS = 2;

    private static final int LONGEST_PAUSE_MILLIS = 64;
    private static final long FIRST_FENCE = 3_000_000_000L;
    private static final int FENCES = 1_000_000_000;
    static final long CHECKED_FENCE = FIRST_FENCE - 1;

    private final TableStore store;
    private final TableVersion version;
    private final LeasedTable base;
    private final HeadChange change;
    private final CommitMark mark;
    private final CommitGuard guard;
    private final DurableFiles durable;
    private final CommitHistory history;
    private final TablePlace place;
    private final List<Path> written;
    private final List<DeletionFiles> late = new ArrayList<>();
    private List<FragmentMetadata> forced = List.of();
    private int bulkAttempts = BULK_ATTEMPTS;

    /**
     * A commit that has not happened yet.
     *
     * @param base version that the change was made against; borrowed
     */
    FencedCommit(
            TableStore store,
            LeasedTable base,
            HeadChange change,
            CommitMark mark,
            CommitGuard guard,
            DurableFiles durable) {
        this.store = store;
        this.base = base;
        this.version = base.tableVersion();
        this.change = change;
        this.mark = mark;
        this.guard = guard;
        this.durable = durable;
        this.history = new CommitHistory(store.cache(), directory(), version.table(), mark.id());
        this.place = TablePlace.of(directory());
        this.written = new ArrayList<>(FragmentWriter.files(directory(), change.staged()));
    }

    private Path directory() {
        return base.dataset().key().directory();
    }

    CommitOutcome run() {
        try {
            CommitOutcome outcome = tryAgain();
            if (outcome instanceof Committed) { // by the last try: what those before it wrote is in no version
                late.forEach(DeletionFiles::discard);
            }
            return outcome;
        } catch (StorageException e) {
            if (place.isThere()) {
                throw e;
            }
            return dropped(0);
        } finally {
            if (!place.isThere()) {
                place.tidy(written);
            }
        }
    }

    /** Why it could not happen now, as far as that shows before anything is written. */
    Optional<Conflict> obstacle() {
        long head = head();
        if (head == 0 || !isBaseThere()) {
            return Optional.of(dropped(head));
        }
        Conflict conflict = obstacle(history.check(version.version(), head), head);
        if (conflict != null || head == version.version()) {
            return Optional.ofNullable(conflict);
        }
        try (LeasedTable pinned = store.lease(directory(), new TableVersion(version.table(), head))) {
            String obstacle = pinned == null ? null : change.fit(pinned).obstacle();
            return obstacle == null ? Optional.empty() : Optional.of(conflict(obstacle, head));
        }
    }

    private @Nullable Conflict obstacle(Passage passage, long head) {
        if (passage.obstacle() != null) {
            return conflict(passage.obstacle(), head);
        }
        return passage.isReplaced() && !change.passesReplacements()
                ? conflict("was replaced in version " + passage.replaced().getAsLong(), head)
                : null;
    }

    private CommitOutcome tryAgain() {
        long passed = version.version();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            pause(attempt);
            try (CommitTurns.Turn turn = store.commitTurns(directory()).besideOthers(change.isChecked())) {
                long head = head();
                if (!guard.mayCommit()) {
                    return new Withheld(head);
                }
                CommitOutcome outcome = attempt(passed, head);
                if (outcome != null) {
                    return outcome;
                }
                passed = head;
            }
        }
        return conflict("was changed by others again and again", passed);
    }

    /** Lets others finish, for random times, so that those who wait do not meet again. */
    private static void pause(int attempt) {
        if (attempt > PATIENT_ATTEMPTS) {
            int longest = Math.min(LONGEST_PAUSE_MILLIS, 1 << (attempt - PATIENT_ATTEMPTS));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                    1 + ThreadLocalRandom.current().nextInt(longest)));
        }
    }

    /** HEAD, or 0 when the table is gone. */
    private long head() {
        try {
            return store.latestVersion(version.table());
        } catch (StorageException e) {
            if (e.reason() == Reason.TABLE_NOT_FOUND || !place.isThere()) {
                return 0;
            }
            throw e;
        }
    }

    /**
     * One try on top of a HEAD; null when somebody else was faster.
     *
     * @param passed version up to which nothing is in the way
     */
    private @Nullable CommitOutcome attempt(long passed, long head) {
        if (head == 0 || !isBaseThere()) {
            return dropped(head);
        }
        Passage passage = history.check(passed, head);
        if (passage.own().isPresent()) {
            return again(passage.own().getAsLong());
        }
        Conflict obstacle = obstacle(passage, head);
        if (obstacle != null) {
            return obstacle;
        }
        if (head == version.version()) {
            return attempt(base, head);
        }
        try (LeasedTable pinned = store.lease(directory(), new TableVersion(version.table(), head))) {
            return pinned == null ? null : attempt(pinned, head);
        }
    }

    /** The commit has happened, maybe by a program that ended before the version was on disk. */
    private CommitOutcome again(long published) {
        late.clear();
        try {
            durable.forceVersion(List.of(ManifestIdentity.file(directory(), published)), new HashSet<>());
            return new Committed(published);
        } catch (IOException e) {
            return new Unknown(done(published) + ", but it may not be on disk: " + e.getMessage(), e);
        }
    }

    private String done(long published) {
        return "Rows of table " + version.table() + " were changed as version " + published;
    }

    private boolean isBaseThere() {
        return base.dataset().identity().equals(ManifestIdentity.of(directory(), version.version()));
    }

    private @Nullable CommitOutcome attempt(LeasedTable pinned, long head) {
        pinned.dataset().requireKnownFeatures(version.table());
        Fitted fitted = change.fit(pinned);
        if (fitted.obstacle() != null) {
            return conflict(fitted.obstacle(), head);
        }
        written.addAll(FragmentWriter.files(directory(), fitted.added()));
        if (bulkAttempts > 0 && !change.isChecked() && BulkAppend.suits(pinned, fitted, mark)) {
            bulkAttempts--;
            return append(pinned.dataset(), fitted.added());
        }
        try (PlaceLock.Hold hold = store.place(directory()).share(problem())) {
            return isBaseThere() ? publish(pinned.dataset(), fitted) : null;
        }
    }

    /** Rows as the version behind the pinned one; null when it has another, or this cannot be done. */
    private @Nullable CommitOutcome append(OpenDataset pinned, List<FragmentMetadata> added) {
        force(DeletionFiles.NONE, added, pinned.durableDirectories());
        try (BulkAppend append = BulkAppend.make(store, pinned, added, mark)) {
            if (append == null) {
                bulkAttempts = 0;
                return null;
            }
            written.add(append.record());
            // No other table took the place of the base before the version that is to be followed was pinned.
            boolean published = isBaseThere() && append.publish(problem());
            return published ? acknowledge(append.uuid(), pinned, append.version()) : null;
        } catch (IOException e) {
            return afterFailure(e);
        }
    }

    private @Nullable CommitOutcome publish(OpenDataset pinned, Fitted fitted) {
        DeletionFiles deletions = DeletionFiles.write(pinned, fitted.removed(), problem());
        written.addAll(deletions.files());
        force(deletions, fitted.added(), pinned.durableDirectories());
        CommitOutcome outcome = publish(pinned, deletions, fitted.added());
        if (outcome == null) {
            late.add(deletions);
        }
        return outcome;
    }

    /** Files are on disk before a version names them. */
    private void force(DeletionFiles deletions, List<FragmentMetadata> added, Set<Path> durableDirectories) {
        List<Path> files = new ArrayList<>(deletions.files());
        if (!added.equals(forced)) {
            files.addAll(FragmentWriter.files(directory(), added));
        }
        try {
            durable.force(files, durableDirectories);
            forced = added;
        } catch (IOException e) {
            throw FileErrors.translate(problem(), e);
        }
    }

    private @Nullable CommitOutcome publish(OpenDataset pinned, DeletionFiles deletions, List<FragmentMetadata> added) {
        try (Transaction transaction = transaction(pinned, deletions, added)) {
            long readVersion = pinned.key().version();
            written.add(DurableFiles.record(directory(), readVersion, transaction.uuid()));
            Dataset result;
            try {
                result = new CommitBuilder(pinned.dataset())
                        .maxRetries(LANCE_RETRIES)
                        .skipAutoCleanup(true)
                        .execute(transaction);
            } catch (Exception e) {
                if (!place.isThere()) {
                    place.takeBack(readVersion + 1, transaction.uuid());
                    return null;
                }
                return LanceErrors.isConflict(e) ? null : afterFailure(e);
            }
            long published = result.version();
            if (!place.isThere()) {
                result.close();
                return place.takeBack(published, transaction.uuid()) ? null : new Committed(published);
            }
            CommitOutcome outcome = acknowledge(transaction.uuid(), pinned, published);
            keep(pinned, result);
            return outcome;
        }
    }

    /** The next statement reads what was published, so its handle is not opened again. */
    private void keep(OpenDataset pinned, Dataset result) {
        try {
            store.cache().keep(pinned, result, this::isBaseThere);
        } catch (RuntimeException e) {
            result.close(); // it is published all the same
        }
    }

    private Transaction transaction(OpenDataset pinned, DeletionFiles deletions, List<FragmentMetadata> added) {
        List<Long> removed = new ArrayList<>(deletions.removed());
        removed.add(fence(mark.transaction()));
        if (change.isChecked()) {
            removed.add(CHECKED_FENCE);
        }
        Update update = Update.builder()
                .removedFragmentIds(removed)
                .updatedFragments(deletions.updated())
                .newFragments(withIds(added, pinned))
                .fieldsForPreservingFragBitmap(pinned.shape().fieldIds())
                .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
                .build();
        return new Transaction.Builder()
                .readVersion(pinned.key().version())
                .operation(update)
                .transactionProperties(CommitProperties.of(mark))
                .build();
    }

    /** The added rows, which keep no ids where there is an index: see {@code LanceRowIdSurfaceTest} for the price. */
    private List<FragmentMetadata> withIds(List<FragmentMetadata> added, OpenDataset pinned) {
        boolean keepsIds = added.stream().anyMatch(fragment -> fragment.getRowIdMeta() != null);
        return keepsIds && !OpenDataset.calling(problem(), pinned::indexes).isEmpty()
                ? added.stream().map(StagedFragments::withoutRowIds).toList()
                : added;
    }

    /** A fragment id that never exists, the same for all that one transaction does to a table. */
    static long fence(String transaction) {
        return FIRST_FENCE + Math.floorMod(transaction.hashCode(), FENCES);
    }

    private CommitOutcome acknowledge(String uuid, OpenDataset pinned, long published) {
        String done = done(published);
        long version = pinned.key().version();
        try {
            for (long between = version + 1; between < published; between++) {
                if (ManifestIdentity.of(directory(), between) == null) {
                    // Lance looked for conflicts in the versions that were there; it could not look into this one.
                    String problem = done + ", but version " + between + " vanished meanwhile and may have conflicted";
                    return new Unknown(problem, new StorageException(Reason.OUTCOME_UNKNOWN, problem));
                }
            }
            if (durable.durability() == Durability.FULL) {
                durable.forceVersion(
                        DurableFiles.ofCommit(directory(), version, uuid, published), pinned.durableDirectories());
            }
        } catch (IOException | RuntimeException e) {
            if (!place.isThere()) {
                return new Committed(published); // and dropped since
            }
            return new Unknown(done + ", but it may not be on disk: " + e.getMessage(), e);
        }
        return new Committed(published);
    }

    /** A commit failed, and not for a conflict: whether it happened all the same is in the history. */
    private CommitOutcome afterFailure(Exception failure) {
        try {
            OptionalLong found = history.find(version.version(), head());
            if (found.isPresent()) {
                return new Committed(found.getAsLong());
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return new Unknown("Nobody knows whether rows of table " + version.table() + " were changed", failure);
        }
        throw failure instanceof IOException
                ? FileErrors.translate(problem(), failure)
                : LanceErrors.translate(problem(), failure);
    }

    private Conflict dropped(long head) {
        return conflict("was dropped, or version " + version.version() + " of it was removed,", head);
    }

    private String problem() {
        return "Rows of table " + version.table() + " cannot be changed";
    }

    private Conflict conflict(String what, long head) {
        return Conflict.since(version, what, head, "nothing was changed");
    }
}
