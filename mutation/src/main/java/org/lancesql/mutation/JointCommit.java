package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.Durability;
import org.lancesql.storage.StagedFiles;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableChange;
import org.lancesql.storage.TableVersion;
import org.lancesql.storage.Ulid;
import org.lancesql.versioning.LiveTransaction;
import org.lancesql.versioning.LiveTransactions;
import org.lancesql.versioning.LogState;
import org.lancesql.versioning.TransactionOrigin;
import org.lancesql.versioning.TransactionRecord;
import org.lancesql.versioning.TransactionRecord.Outcome;

/** The commit of one transaction to several tables, by its owner. The files of its changes are written. */
final class JointCommit {
    private static final int ATTEMPTS = 100;

    private final RecordAdvance advance;
    private final TransactionOrigin origin;
    private final JointChanges changes;
    private final LiveTransactions.@Nullable Entry noted;
    private final Runnable handOver;
    private final String id = Ulid.next();

    /**
     * A commit that has not begun.
     *
     * @param changes of each table; their check throws what the user is to see
     * @param noted how others see that the transaction is open; null when they do not see it yet
     * @param handOver told that the files belong to versions from now on, or that nobody knows
     */
    public JointCommit(
            RecordAdvance advance,
            TransactionOrigin origin,
            JointChanges changes,
            LiveTransactions.@Nullable Entry noted,
            Runnable handOver) {
        this.advance = requireNonNull(advance, "advance is null");
        this.origin = requireNonNull(origin, "origin is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.noted = noted;
        this.handOver = requireNonNull(handOver, "handOver is null");
    }

    /**
     * Publishes the changes of all tables, or none.
     *
     * @throws ConflictException when one does not fit its table any more; nothing is changed
     * @throws CommitUnknownException when nobody knows yet what will become of them
     */
    public void run(Durability durability) {
        CommitStep.STAGED.reached();
        if (noted != null) {
            run(noted, durability);
            return;
        }
        try (LiveTransactions.Entry entered = advance.live().enter(origin.user(), origin.application(), liveTables())) {
            run(entered, durability);
        }
    }

    private Map<String, LiveTransaction.Table> liveTables() {
        Map<String, LiveTransaction.Table> tables = new HashMap<>();
        changes.changes().forEach((table, change) -> tables.put(table, live(change)));
        return tables;
    }

    private static LiveTransaction.Table live(TableChange change) {
        long added = change.added().stream().mapToLong(StagedFiles::rowCount).sum();
        return new LiveTransaction.Table(
                change.base().tableVersion().version(), added, change.removed().size());
    }

    private void run(LiveTransactions.Entry live, Durability durability) {
        live.committing(id);
        prepare(durability);
        CommitStep.PREPARED.reached();
        Advance result;
        try {
            result = advance.advance(id, changes, durability)
                    .orElseThrow(() -> new IllegalStateException("the log has lost transaction " + id));
        } catch (RuntimeException e) {
            throw unknown(e);
        }
        if (result.outcome() == Outcome.ABORTED) {
            throw aborted(result);
        }
    }

    private RuntimeException aborted(Advance result) {
        RuntimeException why = result.why();
        if (why != null) {
            return why;
        }
        TableVersion first = changes.changes().values().iterator().next().base().tableVersion();
        return new ConflictException(
                first.table(),
                first.version(),
                0,
                "Transaction " + id + " on tables " + String.join(", ", changes.order())
                        + " was taken back by another program, because it did not fit them any more;"
                        + " run the transaction again");
    }

    private RuntimeException unknown(RuntimeException failure) {
        if (failure instanceof CommitUnknownException
                || failure instanceof StorageException known && known.reason() == Reason.UNDECIDED) {
            return failure;
        }
        return new CommitUnknownException(
                "Nobody knows yet whether tables " + String.join(", ", changes.order())
                        + " will be changed: transaction " + id
                        + " was interrupted, and the next statement that meets it finishes it or takes it back: "
                        + failure.getMessage(),
                failure);
    }

    /** Writes the plan and the record; when it throws there is neither. */
    private void prepare(Durability durability) {
        boolean planned = false;
        boolean prepared = false;
        try {
            for (int attempt = 0; attempt < ATTEMPTS && !prepared; attempt++) {
                LogState at = advance.log().state();
                Optional<TransactionRecord> other = owner(at, changes.order());
                if (other.isPresent()) {
                    advance.settle(other.get());
                    continue;
                }
                changes.changes().values().forEach(this::validate);
                if (!planned) {
                    TransactionPlan plan = TransactionPlan.of(
                            id, changes.properties(), changes.changes().values());
                    planned = true;
                    changes.forceStaged(advance.store(), durability);
                    advance.plans().write(id, plan.toBytes(), durability);
                    CommitStep.PLANNED.reached();
                }
                prepared = prepare(at, durability);
            }
        } catch (RuntimeException e) {
            if (planned) {
                advance.plans().delete(id);
            }
            throw e;
        }
        if (!prepared) {
            advance.plans().delete(id);
            TableVersion first =
                    changes.changes().values().iterator().next().base().tableVersion();
            throw new ConflictException(
                    first.table(),
                    first.version(),
                    first.version(),
                    "Tables " + String.join(", ", changes.order())
                            + " were taken by other transactions again and again; nothing was changed;"
                            + " run the transaction again");
        }
    }

    /** The transaction that is being committed to one of some tables. */
    static Optional<TransactionRecord> owner(LogState at, Collection<String> tables) {
        for (String table : tables) {
            at.requireReadable(table);
            Optional<TransactionRecord> record = at.owner(table).flatMap(at::record);
            if (record.isPresent()) {
                return record;
            }
        }
        return Optional.empty();
    }

    /** Finds out, before anything is written, whether a change fits its table. */
    private void validate(TableChange change) {
        TableVersion base = change.base().tableVersion();
        Optional<Conflict> conflict = advance.store().obstacle(change);
        if (conflict.isPresent()) {
            throw new ConflictException(
                    base.table(),
                    base.version(),
                    conflict.get().head(),
                    conflict.get().message());
        }
    }

    private boolean prepare(LogState at, Durability durability) {
        Map<String, Long> bases = new HashMap<>();
        changes.changes()
                .forEach((table, change) ->
                        bases.put(table, change.base().tableVersion().version()));
        boolean known = false;
        try {
            boolean prepared = advance.log().prepare(at, TransactionRecord.prepared(id, bases, origin), durability)
                    || advance.log().state().record(id).isPresent();
            known = true;
            if (prepared) {
                handOver.run();
            }
            return prepared;
        } catch (StorageException e) {
            if (advance.log().state().record(id).isEmpty()) {
                known = true;
                throw e;
            }
            known = true;
            handOver.run();
            return true;
        } finally {
            if (!known) {
                handOver.run();
            }
        }
    }
}
