package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.TransactionStateException.Reason;
import org.lancesql.versioning.StoredTable;

/**
 * The transactions of one session, one after the other. Every statement that reads or changes tables does so in a
 * {@link Unit}: of the open transaction, or, with autocommit, of one that ends with it.
 *
 * <p>Thread-safe: a unit holds the session from its opening to its closing, and everything else waits for it.
 */
public final class SessionTransactions implements AutoCloseable {
    private final SessionSettings settings;
    private final Function<Isolation, Transaction> transactions;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean autoCommit = true;
    private volatile boolean readOnlyByDefault;
    private boolean closed;
    private volatile @Nullable OpenTransaction open;
    private @Nullable OpenUnit innermost;
    private MutationUnit admitted = MutationUnit.EMPTY;

    /** Work within a transaction. Units of one session are nested: a statement within its script, within its transaction. */
    public interface Unit extends AutoCloseable {
        /** The transaction that it reads in, which it begins if need be. */
        Transaction transaction();

        /**
         * The transaction to change a table in. A script's implicit transaction that has changed another table of the
         * database is committed first, so this is asked for before anything is read.
         */
        Transaction changing(StoredTable table);

        /** Commits, unless the unit is part of a larger one. */
        default void complete() {
            complete(CancelToken.withoutTimeout());
        }

        /** @param cancelToken ends the wait for others who commit */
        void complete(CancelToken cancelToken);

        /** Drops what the unit has changed, unless it was completed. */
        @Override
        void close();
    }

    /** @param transactions begins a transaction */
    public SessionTransactions(SessionSettings settings, Function<Isolation, Transaction> transactions) {
        this.settings = requireNonNull(settings, "settings is null");
        this.transactions = requireNonNull(transactions, "transactions is null");
    }

    public boolean autoCommit() {
        return autoCommit;
    }

    /** Turns autocommit on or off; commits what is pending when it changes. */
    public void setAutoCommit(boolean newAutoCommit) {
        run(() -> {
            if (autoCommit != newAutoCommit) {
                commit();
                autoCommit = newAutoCommit;
            }
        });
    }

    /** Whether a transaction is open: one that was begun, or, without autocommit, one that a statement has started. */
    public boolean isOpen() {
        OpenTransaction current = open;
        return current != null && !current.endsWithUnit();
    }

    /** Isolation of the open transaction, or of the next one. */
    public Isolation isolation() {
        OpenTransaction current = open;
        return current == null ? settings.isolation() : current.mode().isolation();
    }

    /**
     * Sets the isolation of later transactions.
     *
     * @throws TransactionStateException when one is open
     */
    public void setIsolation(Isolation isolation) {
        run(() -> {
            refuseOpen("The isolation of a session changes between its transactions");
            settings.setIsolation(isolation);
        });
    }

    /** Whether changes to tables of the database are refused now. */
    public boolean readOnly() {
        OpenTransaction current = open;
        return current == null ? readOnlyByDefault : current.mode().readOnly();
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
                settings.setIsolation(isolation);
            }
            if (readOnly != null) {
                readOnlyByDefault = readOnly;
            }
        });
    }

    /** @param isolation null for the session's */
    public void begin(@Nullable Isolation isolation) {
        begin(isolation, null);
    }

    /**
     * Begins a transaction. That in which a script runs implicitly is committed first.
     *
     * @param isolation null for the session's
     * @param readOnly null for the session's
     * @throws TransactionStateException when one was begun already
     */
    public void begin(@Nullable Isolation isolation, @Nullable Boolean readOnly) {
        run(() -> {
            refuseOpen("A transaction begins where none is open");
            commit();
            start(mode(isolation, readOnly), false);
        });
    }

    private void refuseOpen(String rule) {
        if (isOpen()) {
            throw new TransactionStateException(
                    Reason.TRANSACTION_OPEN, rule + ", and one is open; end it with COMMIT or ROLLBACK first");
        }
    }

    private TransactionMode mode(@Nullable Isolation isolation, @Nullable Boolean readOnly) {
        return new TransactionMode(
                isolation == null ? settings.isolation() : isolation, readOnly == null ? readOnlyByDefault : readOnly);
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
            if (!isOpen() && autoCommit) {
                throw new TransactionStateException(
                        Reason.NO_TRANSACTION,
                        "SET TRANSACTION is for the open transaction, and none is open; write it behind BEGIN, or tell what"
                                + " later ones begin with by SET SESSION CHARACTERISTICS AS TRANSACTION");
            }
            OpenTransaction current = open;
            if (current != null && current.used()) {
                throw new TransactionStateException(
                        Reason.TRANSACTION_OPEN,
                        "SET TRANSACTION comes before the first statement of a transaction, and this one has had some;"
                                + " end it with COMMIT or ROLLBACK first");
            }
            TransactionMode before = current == null ? mode(null, null) : current.mode();
            rollback();
            start(
                    new TransactionMode(
                            isolation == null ? before.isolation() : isolation,
                            readOnly == null ? before.readOnly() : readOnly),
                    false);
        });
    }

    private OpenTransaction start(TransactionMode mode, boolean endsWithUnit) {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        OpenTransaction started = new OpenTransaction(transactions, mode, endsWithUnit);
        open = started;
        for (OpenUnit unit = innermost; unit != null; unit = unit.outer) {
            unit.markStart(started);
        }
        return started;
    }

    public void commit() {
        commit(CancelToken.withoutTimeout());
    }

    /**
     * Publishes what is pending and ends the transaction, also when it fails; without one it does nothing.
     *
     * @param cancelToken ends the wait for others who commit
     * @throws ConflictException when others changed the same; nothing was published
     */
    public void commit(CancelToken cancelToken) {
        run(() -> {
            OpenTransaction ended = end(true);
            if (ended != null) {
                ended.commit(settings, cancelToken);
            }
        });
    }

    /** Drops what is pending and ends the transaction; without one it does nothing. */
    public void rollback() {
        run(() -> {
            OpenTransaction ended = end(true);
            if (ended != null) {
                ended.drop();
            }
        });
    }

    /** @param endsUnit whether the mixed-mutation rule begins anew */
    private @Nullable OpenTransaction end(boolean endsUnit) {
        OpenTransaction ended = open;
        open = null;
        if (endsUnit) {
            admitted = MutationUnit.EMPTY;
        }
        for (OpenUnit unit = innermost; unit != null; unit = unit.outer) {
            unit.start = null;
            if (endsUnit) {
                unit.admittedBefore = MutationUnit.EMPTY;
            }
        }
        return ended;
    }

    /** @throws TransactionStateException without a transaction */
    public void savepoint(String name) {
        run(() -> {
            if (!autoCommit && open == null) {
                start(mode(null, null), false);
            }
            requireOpen("SAVEPOINT").save(name, admitted);
        });
    }

    /** @throws TransactionStateException without a savepoint of that name */
    public void rollbackTo(String name) {
        run(() -> {
            OpenTransaction current = requireOpen("ROLLBACK TO SAVEPOINT");
            admitted = current.returnTo(name);
            for (OpenUnit unit = innermost; unit != null; unit = unit.outer) {
                if (unit.start != null && unit.start.savepoints() >= current.savepoints()) {
                    unit.markStart(current);
                    unit.admittedBefore = admitted;
                }
            }
        });
    }

    /** @throws TransactionStateException without a savepoint of that name */
    public void release(String name) {
        run(() -> requireOpen("RELEASE SAVEPOINT").release(name, innermost == null ? null : innermost.start));
    }

    private OpenTransaction requireOpen(String statement) {
        OpenTransaction current = open;
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
        return open(statements, List.of());
    }

    /**
     * Opens a unit for a script of several statements, each of which will open its own within it, after the
     * mixed-mutation rule has looked at all of them.
     *
     * @throws MixedMutationException when some would mix; nothing has run then, and an open transaction goes on
     */
    public Unit openScript(List<ScriptStep> steps) {
        return open(List.of(), steps);
    }

    private Unit open(List<Mutation> statements, List<ScriptStep> steps) {
        lock.lock();
        boolean opened = false;
        try {
            boolean mixedAllowed = settings.mixedMutationsAllowed();
            Map<String, MutationUnit> savepoints = open == null ? Map.of() : open.admittedAtSavepoints();
            new ScriptRule(admitted, savepoints, mixedAllowed).check(steps);
            MutationUnit all = admitted.admit(statements, mixedAllowed);
            OpenUnit unit = new OpenUnit(innermost, statements, !steps.isEmpty(), admitted);
            if (open != null) {
                unit.markStart(open);
            }
            innermost = unit;
            admitted = all;
            opened = true;
            return unit;
        } finally {
            if (!opened) {
                lock.unlock();
            }
        }
    }

    /** The transaction on whose snapshot statements are planned; empty while there is none, or it has none yet. */
    public Optional<Transaction> reading() {
        return exclusively(
                () -> Optional.ofNullable(open).filter(OpenTransaction::used).map(OpenTransaction::transaction));
    }

    /** The names that the open transaction has pinned. */
    public Optional<DatabaseNames> names() {
        return exclusively(() -> Optional.ofNullable(open).flatMap(OpenTransaction::names));
    }

    /**
     * Runs a statement that defines tables, views or indexes of the database. It takes effect at once, and the transaction
     * takes its snapshot anew. That in which a script runs implicitly is committed first.
     *
     * @throws TransactionStateException when a transaction that was begun has pending changes
     */
    public <T> T define(String statement, Supplier<T> definition) {
        return exclusively(() -> {
            OpenTransaction current = open;
            if (current != null && current.endsWithUnit()) {
                commitEarly();
                return definition.get();
            }
            if (current != null && current.hasChanges()) {
                throw new TransactionStateException(
                        Reason.PENDING_CHANGES,
                        statement
                                + " takes effect at once and cannot be rolled back; it is refused in a transaction that has"
                                + " pending changes, so end that with COMMIT or ROLLBACK first");
            }
            restart();
            try {
                return definition.get();
            } finally {
                restart();
            }
        });
    }

    private void restart() {
        OpenTransaction current = open;
        if (current != null) {
            current.restart();
            for (OpenUnit unit = innermost; unit != null; unit = unit.outer) {
                unit.markStart(current);
            }
        }
    }

    /**
     * Runs a statement that makes, replaces or drops a temporary table. It takes effect at once, and is not rolled back.
     *
     * @throws TransactionStateException when the transaction has changed rows of that table
     */
    public <T> T defineTemporary(String statement, StoredTable table, Supplier<T> definition) {
        return exclusively(() -> {
            OpenTransaction current = open;
            if (current != null && current.transaction().isChanged(table)) {
                throw new TransactionStateException(
                        Reason.PENDING_CHANGES,
                        statement + " is refused: temporary table " + table + " has pending changes in the open"
                                + " transaction; end that with COMMIT or ROLLBACK first");
            }
            T result = definition.get();
            if (current != null) {
                current.refresh(table);
            }
            return result;
        });
    }

    private void commitEarly() {
        OpenTransaction ended = end(false);
        if (ended != null) {
            ended.commit(settings, CancelToken.withoutTimeout());
        }
    }

    /** Drops what is pending. */
    @Override
    public void close() {
        run(() -> {
            rollback();
            closed = true;
        });
    }

    private void run(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Runs something while no unit of another thread is open. */
    public <T> T exclusively(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private final class OpenUnit implements Unit {
        private final @Nullable OpenUnit outer;
        private final List<Mutation> statements;
        private final boolean script;
        private MutationUnit admittedBefore;
        private OpenTransaction.@Nullable Mark start;
        private boolean completed;
        private boolean unitClosed;

        OpenUnit(@Nullable OpenUnit outer, List<Mutation> statements, boolean script, MutationUnit admittedBefore) {
            this.outer = outer;
            this.statements = List.copyOf(statements);
            this.script = script;
            this.admittedBefore = admittedBefore;
        }

        /** A query has nothing to come back from. */
        void markStart(OpenTransaction transaction) {
            start = script || !statements.isEmpty() ? transaction.mark() : null;
        }

        @Override
        public Transaction transaction() {
            OpenTransaction current = open;
            if (current == null) {
                current = start(implicitMode(), autoCommit);
            }
            return current.use(settings);
        }

        /** A statement alone reads one cut; to pin every table for it would cost a look at each. */
        private TransactionMode implicitMode() {
            boolean inScript = false;
            for (OpenUnit unit = this; unit != null; unit = unit.outer) {
                inScript |= unit.script;
            }
            return mode(autoCommit && !inScript ? Isolation.READ_COMMITTED : null, null);
        }

        @Override
        public Transaction changing(StoredTable table) {
            OpenTransaction current = open;
            if (current != null
                    && current.endsWithUnit()
                    && !settings.isTemporary(table)
                    && current.transaction().changed().stream()
                            .anyMatch(other -> !other.equals(table) && !settings.isTemporary(other))) {
                commitEarly();
            }
            Transaction transaction = transaction();
            transaction.requireChangeable(table);
            return transaction;
        }

        @Override
        public void complete(CancelToken cancelToken) {
            completed = true;
            OpenTransaction current = open;
            if (current == null) {
                return;
            }
            current.note(statements);
            if (outer == null && current.endsWithUnit()) {
                commit(cancelToken);
            } else if (start != null) {
                current.forget(start);
            }
        }

        @Override
        public void close() {
            if (unitClosed) {
                return;
            }
            unitClosed = true;
            try {
                if (!completed) {
                    undo();
                }
            } finally {
                innermost = outer;
                if (outer == null && open == null) {
                    admitted = MutationUnit.EMPTY;
                }
                lock.unlock();
            }
        }

        private void undo() {
            OpenTransaction current = open;
            admitted = admittedBefore;
            if (current != null && outer == null && current.endsWithUnit()) {
                rollback();
            } else if (current != null && start != null) {
                current.returnTo(start);
                current.forget(start);
            }
        }
    }
}
