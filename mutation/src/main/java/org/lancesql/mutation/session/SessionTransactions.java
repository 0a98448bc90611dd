package org.lancesql.mutation.session;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;
import org.lancesql.mutation.ConflictException;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.Transaction;
import org.lancesql.mutation.session.TransactionStateException.Reason;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TransactionRecord;

/**
 * The transactions of one session, one after the other. Every statement that reads or changes tables does so in a
 * {@link Unit}: of the open transaction, or, with autocommit, of one that ends with it.
 *
 * <p>Thread-safe: a unit holds the session from its opening to its closing, and everything else waits for it.
 */
public final class SessionTransactions implements AutoCloseable {
    /** How often who waits for the session looks whether it still may. */
    private static final long POLL_MILLIS = 20;

    private final TransactionScope scope;
    private final ReentrantLock lock = new ReentrantLock();

    /** Work within a transaction. Units of one session are nested: a statement within its script, within its transaction. */
    public interface Unit extends AutoCloseable {
        /** The transaction that it reads in, which it begins if need be. */
        Transaction transaction();

        /** Commits, unless the unit is part of a larger one. */
        default void complete() {
            complete(CancelToken.withoutTimeout());
        }

        /** @param cancelToken ends the wait for others who commit */
        void complete(CancelToken cancelToken);

        /**
         * Keeps, in a larger unit or a transaction that was begun, what was completed within this unit before something in
         * it failed. What failed counts for nothing.
         */
        void keepCompleted();

        /** Whether a part of it was committed before its end, for a definition. */
        boolean committedEarly();

        /** Drops what the unit has changed and not committed yet, unless it was completed or kept. */
        @Override
        void close();
    }

    /** @param transactions begins a transaction */
    public SessionTransactions(SessionSettings settings, Function<Isolation, Transaction> transactions) {
        this.scope = new TransactionScope(
                requireNonNull(settings, "settings is null"), requireNonNull(transactions, "transactions is null"));
    }

    public boolean autoCommit() {
        return scope.autoCommit();
    }

    /** Turns autocommit on or off; commits what is pending when it changes. */
    public void setAutoCommit(boolean newAutoCommit) {
        run(() -> {
            if (scope.autoCommit() != newAutoCommit) {
                commit();
                scope.setAutoCommit(newAutoCommit);
            }
        });
    }

    /** Whether a transaction is open: one that was begun, or, without autocommit, one that a statement has started. */
    public boolean isOpen() {
        return scope.isBegun();
    }

    /** Isolation of the open transaction, or of the next one. */
    public Isolation isolation() {
        return mode().isolation();
    }

    /** Whether changes to tables of the database are refused now. */
    public boolean readOnly() {
        return mode().readOnly();
    }

    private TransactionMode mode() {
        OpenTransaction current = scope.open();
        return current == null ? scope.mode(null, null) : current.mode();
    }

    /**
     * Sets the isolation of later transactions.
     *
     * @throws TransactionStateException when one is open
     */
    public void setIsolation(Isolation isolation) {
        run(() -> {
            refuseOpen("The isolation of a session changes between its transactions");
            scope.settings().setIsolation(isolation);
        });
    }

    /**
     * Sets what later transactions begin with.
     *
     * @param isolation null to leave it
     * @param readOnly null to leave it
     */
    public void setDefaultMode(@Nullable Isolation isolation, @Nullable Boolean readOnly) {
        run(() -> {
            if (isolation != null) {
                scope.settings().setIsolation(isolation);
            }
            if (readOnly != null) {
                scope.setReadOnlyByDefault(readOnly);
            }
        });
    }

    /** @param isolation null for the session's */
    public void begin(@Nullable Isolation isolation) {
        begin(isolation, null, CancelToken.withoutTimeout());
    }

    /**
     * Begins a transaction. That in which a script runs implicitly is committed first.
     *
     * @param isolation null for the session's
     * @param readOnly null for the session's
     * @param cancelToken ends the waits for another thread and for others who commit
     * @throws TransactionStateException when one was begun already
     */
    public void begin(@Nullable Isolation isolation, @Nullable Boolean readOnly, CancelToken cancelToken) {
        run(cancelToken, () -> {
            refuseOpen("A transaction begins where none is open");
            scope.commit(cancelToken);
            scope.start(scope.mode(isolation, readOnly), false);
        });
    }

    private void refuseOpen(String rule) {
        if (isOpen()) {
            throw new TransactionStateException(
                    Reason.TRANSACTION_OPEN, rule + ", and one is open; end it with COMMIT or ROLLBACK first");
        }
    }

    /**
     * Settles what the open transaction is, before its first statement; without autocommit it begins one.
     *
     * @param isolation null to leave it
     * @param readOnly null to leave it
     * @throws TransactionStateException when it has read or changed something, or when with autocommit none is open
     */
    public void setMode(@Nullable Isolation isolation, @Nullable Boolean readOnly) {
        run(() -> {
            if (!isOpen() && autoCommit()) {
                throw new TransactionStateException(
                        Reason.NO_TRANSACTION,
                        "SET TRANSACTION is for the open transaction, and none is open; write it behind BEGIN, or tell what"
                                + " later ones begin with by SET SESSION CHARACTERISTICS AS TRANSACTION");
            }
            OpenTransaction current = scope.open();
            if (current != null && current.used()) {
                throw new TransactionStateException(
                        Reason.TRANSACTION_OPEN,
                        "SET TRANSACTION comes before the first statement of a transaction, and this one has had some;"
                                + " end it with COMMIT or ROLLBACK first");
            }
            TransactionMode before = mode();
            scope.rollback();
            scope.start(
                    new TransactionMode(
                            isolation == null ? before.isolation() : isolation,
                            readOnly == null ? before.readOnly() : readOnly),
                    false);
        });
    }

    public void commit() {
        commit(CancelToken.withoutTimeout());
    }

    /**
     * Publishes what is pending and ends the transaction, also when it fails; without one it does nothing.
     *
     * @param cancelToken ends the wait for another thread, after which the transaction is still open, and the one for others
     *     who commit
     * @throws ConflictException when others changed the same; nothing was published
     */
    public void commit(CancelToken cancelToken) {
        run(cancelToken, () -> scope.commit(cancelToken));
    }

    /** Drops what is pending and ends the transaction; without one it does nothing. */
    public void rollback() {
        run(scope::rollback);
    }

    /** @throws TransactionStateException without a transaction */
    public void savepoint(String name) {
        run(() -> {
            if (!scope.autoCommit() && scope.open() == null) {
                scope.start(scope.mode(null, null), false);
            }
            requireOpen("SAVEPOINT").save(name, scope.admitted());
        });
    }

    /** @throws TransactionStateException without a savepoint of that name */
    public void rollbackTo(String name) {
        run(() -> scope.rollbackTo(requireOpen("ROLLBACK TO SAVEPOINT"), name));
    }

    /** @throws TransactionStateException without a savepoint of that name */
    public void release(String name) {
        run(() -> {
            OpenUnit innermost = scope.innermost();
            requireOpen("RELEASE SAVEPOINT").release(name, innermost == null ? null : innermost.start());
        });
    }

    private OpenTransaction requireOpen(String statement) {
        OpenTransaction current = scope.open();
        if (current == null || current.endsWithUnit()) {
            throw new TransactionStateException(
                    Reason.NO_TRANSACTION,
                    statement + " is for transactions that were begun, and none was; begin one with BEGIN");
        }
        return current;
    }

    /**
     * Opens a unit after the mixed-mutation rule has admitted all its statements.
     *
     * @param statements those of a batch, or one; empty for a query
     * @throws MixedMutationException when they would mix; nothing has run then, and an open transaction goes on
     */
    public Unit open(List<Mutation> statements) {
        return open(statements, CancelToken.withoutTimeout());
    }

    /** @param cancelToken ends the wait for another thread, and for others who commit before the unit has ended */
    public Unit open(List<Mutation> statements, CancelToken cancelToken) {
        return open(statements, List.of(), cancelToken);
    }

    /**
     * Opens a unit for a script of several statements, each of which will open its own within it, after the
     * mixed-mutation rule has looked at all of them.
     *
     * @param cancelToken ends the wait for another thread
     * @throws MixedMutationException when some would mix; nothing has run then, and an open transaction goes on
     */
    public Unit openScript(List<ScriptStep> steps, CancelToken cancelToken) {
        return open(List.of(), steps, cancelToken);
    }

    private Unit open(List<Mutation> statements, List<ScriptStep> steps, CancelToken cancelToken) {
        hold(cancelToken);
        boolean opened = false;
        try {
            Unit unit = scope.open(statements, steps, cancelToken, lock::unlock);
            opened = true;
            return unit;
        } finally {
            if (!opened) {
                lock.unlock();
            }
        }
    }

    /**
     * The transaction on whose snapshot statements are planned; empty while there is none, or it has none yet. To be used
     * within a unit or {@link #exclusively} only.
     */
    public Optional<Transaction> reading() {
        return Optional.ofNullable(scope.open()).filter(OpenTransaction::used).map(OpenTransaction::transaction);
    }

    /**
     * The undecided transactions of others on whose tables the latest transaction of the session reads the versions before
     * them: it may not write, or cannot finish them.
     */
    public List<TransactionRecord> undecided() {
        return scope.undecided();
    }

    /** The names that the open transaction has pinned. */
    public Optional<DatabaseNames> names() {
        return Optional.ofNullable(scope.open()).flatMap(OpenTransaction::names);
    }

    /**
     * Runs a statement that defines tables, views or indexes of the database. It takes effect at once, and the transaction
     * takes its snapshot anew. That in which a script runs implicitly is committed first.
     *
     * @param cancelToken ends the waits for another thread and for others who commit
     * @throws TransactionStateException when a transaction that was begun has pending changes
     */
    public <T> T define(String statement, CancelToken cancelToken, Supplier<T> definition) {
        return exclusively(cancelToken, () -> {
            OpenTransaction current = scope.open();
            if (current != null && current.endsWithUnit()) {
                scope.commitEarly(cancelToken);
            } else if (current != null && current.hasChanges()) {
                throw new TransactionStateException(
                        Reason.PENDING_CHANGES,
                        statement
                                + " takes effect at once and cannot be rolled back; it is refused in a transaction that has"
                                + " pending changes, so end that with COMMIT or ROLLBACK first");
            }
            scope.restart();
            try {
                return definition.get();
            } finally {
                scope.restart();
            }
        });
    }

    /**
     * Runs a statement that makes, replaces or drops a temporary table. It takes effect at once, and is not rolled back.
     *
     * @throws TransactionStateException when the transaction has changed rows of that table
     */
    public <T> T defineTemporary(String statement, StoredTable table, Supplier<T> definition) {
        return exclusively(() -> {
            OpenTransaction current = scope.open();
            if (current != null && current.transaction().isChanged(table)) {
                throw new TransactionStateException(
                        Reason.PENDING_CHANGES,
                        statement + " is refused: temporary table " + table + " has pending changes in the open"
                                + " transaction; end that with COMMIT or ROLLBACK first");
            }
            T result = definition.get();
            OpenTransaction after = scope.open();
            if (after != null) {
                after.refresh(table);
            }
            return result;
        });
    }

    /** Runs something while no unit of another thread is open. */
    public <T> T exclusively(Supplier<T> action) {
        return exclusively(CancelToken.withoutTimeout(), action);
    }

    /** @param cancelToken ends the wait for them */
    public <T> T exclusively(CancelToken cancelToken, Supplier<T> action) {
        hold(cancelToken);
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private void run(CancelToken cancelToken, Runnable action) {
        exclusively(cancelToken, () -> {
            action.run();
            return true;
        });
    }

    private void hold(CancelToken cancelToken) {
        if (lock.tryLock()) {
            return;
        }
        try {
            while (!lock.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                cancelToken.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("The wait for another statement of the same connection was interrupted");
        }
    }

    /** Drops what is pending. */
    @Override
    public void close() {
        run(scope::close);
    }
}
