package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.storage.CommitGuard;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.CommitOutcome;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.CommitOutcome.Unknown;
import org.lancesql.storage.Durability;
import org.lancesql.storage.JointForce;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableChange;
import org.lancesql.versioning.DecidedTransaction;
import org.lancesql.versioning.TransactionRecord;
import org.lancesql.versioning.TransactionRecord.State;

/** What one program does for the record of one transaction. */
final class RecordRun {
    private final RecordAdvance advance;
    private final String id;
    private final JointChanges changes;
    private final Durability durability;
    private final boolean owned;
    private final JointForce versions;
    private final Map<String, Long> applied = new HashMap<>();
    private final Map<String, Long> undone = new HashMap<>();
    private @Nullable RuntimeException obstacle;

    /** @param owned whether the program is the one whose transaction it is */
    RecordRun(RecordAdvance advance, String id, JointChanges changes, Durability durability, boolean owned) {
        this.advance = advance;
        this.id = id;
        this.changes = changes;
        this.durability = durability;
        this.owned = owned;
        this.versions = new JointForce(durability);
    }

    Durability durability() {
        return durability;
    }

    /** How far a way could be gone. */
    enum Result {
        /** To its end. */
        DONE,
        /** No further: it has to be taken back. */
        OBSTACLE,
        /** Somebody else has moved the record: the log has to be looked at again. */
        MOVED
    }

    /** Why the changes had to be taken back, as far as this program has seen it. */
    @Nullable RuntimeException obstacle() {
        return obstacle;
    }

    /** Publishes the changes of all tables. */
    Result apply(TransactionRecord record) {
        for (String table : record.bases().keySet()) {
            if (changes.of(table).isEmpty()) {
                obstacle = new ConflictException(
                        table,
                        requireNonNull(record.bases().get(table)),
                        0,
                        "Table " + table + " was dropped; nothing was changed; run the transaction again");
                return Result.OBSTACLE;
            }
        }
        for (String table : changes.order()) {
            Result result = apply(changes.of(table).orElseThrow(), record);
            if (result != Result.DONE) {
                return result;
            }
            CommitStep.APPLIED.reached();
        }
        versions.force();
        return Result.DONE;
    }

    private Result apply(TableChange change, TransactionRecord record) {
        String table = change.base().tableVersion().table();
        long base = change.base().tableVersion().version();
        if (!owned
                && !advance.store().isStaged(change)
                && applied(record, table, base).isEmpty()) {
            obstacle = new ConflictException(
                    table,
                    base,
                    0,
                    "Rows for table " + table + " were cleaned up; nothing was changed; run the transaction again");
            return Result.OBSTACLE;
        }
        CommitMark mark = new CommitMark(record.applyMark(), changes.properties());
        CommitGuard guard = guard(State.PREPARED, CommitStep.APPLY_PINNED);
        CommitOutcome outcome;
        try {
            outcome = advance.store().commit(change, mark, versions, guard);
        } catch (ConstraintViolationException | ConflictException e) {
            obstacle = e;
            return Result.OBSTACLE;
        } catch (StorageException e) {
            if (!owned) {
                throw e; // what is wrong here need not be where its owner is
            }
            obstacle = e;
            return Result.OBSTACLE;
        }
        if (outcome instanceof Conflict conflict) {
            obstacle = new ConflictException(table, base, conflict.head(), conflict.message());
            return Result.OBSTACLE;
        }
        Result result = settled(outcome);
        if (result == Result.DONE) {
            applied.put(table, ((Committed) outcome).version());
        }
        return result;
    }

    /** Takes the changes of all tables back. */
    Result undo(TransactionRecord record) {
        List<String> back = new ArrayList<>(changes.order());
        Collections.reverse(back);
        for (String table : back) {
            TableChange change = changes.of(table).orElseThrow();
            CommitMark applied = new CommitMark(record.applyMark(), Map.of());
            CommitMark mark = new CommitMark(record.undoMark(), changes.properties());
            CommitGuard guard = guard(State.UNDOING, CommitStep.UNDO_PINNED);
            CommitOutcome outcome = advance.store().undo(change, applied, mark, durability, guard);
            if (outcome instanceof Conflict conflict) {
                if (conflict.head() == 0) {
                    continue; // it was dropped, and what was applied to it with it
                }
                throw RecordAdvance.undecided(id, conflict.message(), null);
            }
            Result result = settled(outcome);
            if (result != Result.DONE) {
                return result;
            }
            undone.put(table, ((Committed) outcome).version());
            CommitStep.UNDONE.reached();
        }
        versions.force();
        return Result.DONE;
    }

    private static Result settled(CommitOutcome outcome) {
        if (outcome instanceof Unknown unknown) {
            throw new CommitUnknownException(unknown.message(), unknown.cause());
        }
        return outcome instanceof Committed ? Result.DONE : Result.MOVED;
    }

    private CommitGuard guard(State state, CommitStep step) {
        return () -> {
            step.reached();
            return advance.isAt(id, state, advance.log().state());
        };
    }

    /** What has become of the tables, for the history. */
    List<DecidedTransaction.Part> parts(TransactionRecord record) {
        List<DecidedTransaction.Part> parts = new ArrayList<>();
        new TreeMap<>(record.bases()).forEach((table, base) -> {
            OptionalLong version = changes.of(table).isEmpty() ? OptionalLong.empty() : applied(record, table, base);
            Long back = undone.get(table);
            OptionalLong end = version.isPresent() && back != null ? OptionalLong.of(back) : OptionalLong.empty();
            parts.add(new DecidedTransaction.Part(table, base, version, end));
        });
        return parts;
    }

    private OptionalLong applied(TransactionRecord record, String table, long base) {
        Long known = applied.get(table);
        if (known != null) {
            return OptionalLong.of(known);
        }
        try {
            long head = advance.store().latestVersion(table);
            return advance.store().findMark(table, record.applyMark(), base, head);
        } catch (StorageException e) {
            if (e.reason() == Reason.TABLE_NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}
