package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.constraints.KeyFilters;
import org.lancesql.storage.Durability;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.DatabaseLog;
import org.lancesql.versioning.LiveTransactions;
import org.lancesql.versioning.LogState;
import org.lancesql.versioning.LogTidying;
import org.lancesql.versioning.PlanFiles;
import org.lancesql.versioning.TransactionHistory;
import org.lancesql.versioning.TransactionLog;
import org.lancesql.versioning.TransactionRecord;
import org.lancesql.versioning.TransactionRecord.Outcome;
import org.lancesql.versioning.TransactionRecord.State;

/**
 * Drives a transaction that the log has a record of to its outcome: forward where its changes still fit the tables, else
 * back. Its owner, one who meets it and one who finds it after a crash do the same, at the same time if it so happens: each
 * step happens once, whoever takes it. Thread-safe.
 */
final class RecordAdvance {
    private static final int ATTEMPTS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long SHORTEST_PAUSE_MICROS = 200;
    private static final long LONGEST_PAUSE_MICROS = 20_000;

    private final TableStore store;
    private final TransactionLog log;
    private final TransactionHistory history;
    private final PlanFiles plans;
    private final LiveTransactions live;
    private final LogTidying tidying;
    private final KeyFilters filters;
    private final BufferAllocator memory;

    /** @param memory for the keys of rows that are published for others */
    public RecordAdvance(DatabaseLog kept, KeyFilters filters, BufferAllocator memory) {
        this.log = kept.log();
        this.store = log.store();
        this.history = kept.history();
        this.plans = kept.plans();
        this.live = kept.live();
        this.tidying = kept.tidying();
        this.filters = requireNonNull(filters, "filters is null");
        this.memory = requireNonNull(memory, "memory is null");
    }

    public TransactionLog log() {
        return log;
    }

    PlanFiles plans() {
        return plans;
    }

    LiveTransactions live() {
        return live;
    }

    BufferAllocator memory() {
        return memory;
    }

    /**
     * Finishes a transaction of another, who is left some time to do it first.
     *
     * @throws StorageException UNDECIDED when nobody can, at present
     */
    public void settle(TransactionRecord record) {
        if (!ends(record)) {
            advance(record.id());
        }
    }

    /**
     * Finishes the transaction that is being committed to a table, if there is one.
     *
     * @throws StorageException UNDECIDED when nobody can, at present
     */
    public void settle(String table) {
        Optional<TransactionRecord> record;
        while ((record = JointCommit.owner(log.state(), List.of(table))).isPresent()) {
            settle(record.get());
        }
    }

    /**
     * Finishes all transactions, in the order in which they began to commit.
     *
     * @throws StorageException UNDECIDED when one cannot be finished, at present; the others are
     */
    public void recover() {
        RuntimeException failure = null;
        for (TransactionRecord record : log.state().records()) {
            try {
                settle(record);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        tidying.decided();
    }

    /** Waits a moment for the owner, if it lives; returns whether the record has gone. */
    private boolean ends(TransactionRecord record) {
        Duration age = Duration.between(record.begun(), Instant.now());
        Duration patience = age.isNegative() ? PATIENCE : PATIENCE.minus(age);
        long end = System.nanoTime() + patience.toNanos();
        long pause = SHORTEST_PAUSE_MICROS;
        while (log.state().record(record.id()).isPresent()) {
            if (System.nanoTime() - end >= 0
                    || !mayLive(record)
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pause));
            pause = Math.min(2 * pause, LONGEST_PAUSE_MICROS);
        }
        return true;
    }

    private boolean mayLive(TransactionRecord record) {
        return live.committing().map(ids -> ids.contains(record.id())).orElse(true);
    }

    /**
     * Finishes a transaction now.
     *
     * @return its outcome; empty when nothing is known of it
     * @throws StorageException UNDECIDED when it cannot be finished, at present
     */
    public Optional<Outcome> advance(String id) {
        try (PlannedChanges planned = new PlannedChanges(store, filters, memory)) {
            return advance(id, () -> open(id, planned), Durability.FULL, LiveTransactions.process())
                    .map(Advance::outcome);
        }
    }

    private JointChanges open(String id, PlannedChanges planned) {
        byte[] bytes = plans.read(id).orElseThrow(() -> undecided(id, "its plan file is gone", null));
        try {
            TransactionPlan plan = TransactionPlan.parse(id, bytes);
            log.state().record(id).ifPresent(record -> plan.requireBases(record.bases()));
            return planned.open(plan);
        } catch (IllegalArgumentException | StorageException e) {
            throw undecided(id, "its plan cannot be followed: " + e.getMessage(), e);
        }
    }

    /** The owner's way: the changes are at hand. */
    Optional<Advance> advance(String id, JointChanges changes, Durability durability) {
        return advance(id, () -> changes, durability, null);
    }

    private Optional<Advance> advance(
            String id, ChangeSupplier changes, Durability durability, @Nullable String recoveredBy) {
        RecordRun run = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            LogState at = log.state();
            Optional<Outcome> outcome = outcome(id, at);
            TransactionRecord record = at.record(id).orElse(null);
            if (outcome.isPresent()) {
                if (record != null) {
                    log.remove(at, id); // it came back from the dead
                }
                RuntimeException why = run == null ? null : run.obstacle();
                return Optional.of(new Advance(outcome.get(), why));
            }
            if (record == null) {
                return Optional.empty();
            }
            if (run == null) {
                run = newRun(id, changes, durability, recoveredBy == null);
                if (run == null) {
                    continue;
                }
            }
            step(record, run, recoveredBy);
        }
        throw undecided(id, "others were faster again and again", null);
    }

    /** Null when the plan has gone because the record has. */
    private @Nullable RecordRun newRun(String id, ChangeSupplier changes, Durability durability, boolean owned) {
        try {
            return new RecordRun(this, id, changes.get(), durability, owned);
        } catch (StorageException e) {
            if (log.state().record(id).isEmpty()) {
                return null;
            }
            throw e;
        }
    }

    /** What supplies the changes, when they are needed. */
    private interface ChangeSupplier {
        JointChanges get();
    }

    private void step(TransactionRecord record, RecordRun run, @Nullable String recoveredBy) {
        String id = record.id();
        if (record.state() == State.PREPARED) {
            RecordRun.Result result = run.apply(record);
            if (result == RecordRun.Result.OBSTACLE) {
                LogState at = log.state();
                if (isAt(id, State.PREPARED, at) && log.turnToUndo(at, id)) {
                    CommitStep.UNDO_SET.reached();
                }
                return;
            }
            if (result == RecordRun.Result.DONE) {
                decide(id, State.PREPARED, Outcome.COMMITTED, run, recoveredBy);
            }
        } else if (run.undo(record) == RecordRun.Result.DONE) {
            decide(id, State.UNDOING, Outcome.ABORTED, run, recoveredBy);
        }
    }

    private void decide(String id, State state, Outcome outcome, RecordRun run, @Nullable String recoveredBy) {
        LogState at = log.state();
        TransactionRecord record = at.record(id).orElse(null);
        if (record == null || !isAt(id, state, at)) {
            return;
        }
        if (log.decide(at, record.decided(outcome, Instant.now(), recoveredBy, run.parts(record)), run.durability())) {
            CommitStep.DECIDED.reached();
            tidying.decided();
        }
    }

    /** Whether a record is in a state and has no outcome: what was cleaned up may come back from the dead. */
    boolean isAt(String id, State state, LogState at) {
        return at.record(id).filter(record -> record.state() == state).isPresent()
                && outcome(id, at).isEmpty();
    }

    /** An outcome beats a record, and the history, which is written first, beats the log. */
    private Optional<Outcome> outcome(String id, LogState at) {
        return history.outcome(id).or(() -> at.outcome(id));
    }

    TableStore store() {
        return store;
    }

    static StorageException undecided(String id, String why, @Nullable Throwable cause) {
        String message = "Transaction " + id
                + ", which was interrupted while it was being committed to several tables, can be neither finished nor"
                + " taken back: " + why + "; its tables take no changes until it can be (see"
                + " \"When a transaction cannot be finished\" in docs/storage-format.md).";
        return cause == null
                ? new StorageException(Reason.UNDECIDED, message)
                : new StorageException(Reason.UNDECIDED, message, cause);
    }
}
