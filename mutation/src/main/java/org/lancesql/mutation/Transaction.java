package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.mutation.constraints.KeyFilters;
import org.lancesql.storage.Durability;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.LiveTransaction;
import org.lancesql.versioning.LiveTransactions;
import org.lancesql.versioning.Snapshot;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TransactionRecord;

/**
 * Changes that are pending until they are committed as one version of each of their tables, or dropped. Statements apply
 * their changes whole or not at all; one that fails leaves the transaction as it was. Used by one thread at a time.
 *
 * <p>The tables of the database are committed all or none; temporary tables after them.
 */
public final class Transaction implements AutoCloseable {
    /** Memory that added rows may take about before they are written to files. */
    static final long BUDGET_BYTES = 32L << 20;

    private final TableStore database;
    private final TransactionReads reads;
    private final Function<TableStore, Committer> committers;
    private final BufferAllocator memory;
    private final long budgetBytes;
    private final Map<StoredTable, ChangedTable> changed = new LinkedHashMap<>();
    private final List<State> savepoints = new ArrayList<>();
    private LiveTransactions.@Nullable Entry noted;
    private boolean ended;

    /**
     * A transaction without changes.
     *
     * @param database store of the lasting tables; tables of other stores are temporary ones
     * @param committers the committer of a store, the same one each time
     * @param memory owner of added rows; it outlives the transaction and all cuts of it
     */
    public Transaction(
            Isolation isolation,
            TableStore database,
            SnapshotReader snapshots,
            Function<TableStore, Committer> committers,
            BufferAllocator memory) {
        this(isolation, database, snapshots, committers, memory, BUDGET_BYTES);
    }

    Transaction(
            Isolation isolation,
            TableStore database,
            SnapshotReader snapshots,
            Function<TableStore, Committer> committers,
            BufferAllocator memory,
            long budgetBytes) {
        this.database = requireNonNull(database, "database is null");
        this.committers = requireNonNull(committers, "committers is null");
        this.reads = new TransactionReads(isolation, database, snapshots, committers);
        this.memory = requireNonNull(memory, "memory is null");
        this.budgetBytes = budgetBytes;
    }

    /**
     * What the next statement reads of some tables; those that do not exist are left out. With {@link
     * Isolation#REPEATABLE_READ} a table stays at the version that was read first.
     */
    public Cut cut(Collection<StoredTable> tables) {
        requireOpen();
        Map<StoredTable, Long> versions = versions(tables);
        Map<StoredTable, TableChanges> changes = new HashMap<>();
        for (StoredTable table : versions.keySet()) {
            ChangedTable own = changed.get(table);
            if (own != null && own.isChanged()) {
                changes.put(table, own.lease());
            }
        }
        return new Cut(new Snapshot(versions), changes);
    }

    private Map<StoredTable, Long> versions(Collection<StoredTable> tables) {
        Map<StoredTable, Long> versions = new HashMap<>();
        Set<StoredTable> unchanged = new LinkedHashSet<>();
        for (StoredTable table : tables) {
            ChangedTable own = changed.get(table);
            if (own != null && isChanged(table)) {
                versions.put(table, own.version());
            } else {
                unchanged.add(table);
            }
        }
        versions.putAll(reads.next(unchanged));
        return versions;
    }

    /** Whether a table can be read now: it is there, nothing of it is missing, and nothing undecided stands in the way. */
    public boolean canRead(StoredTable table) {
        return reads.canRead(table);
    }

    /** Tells that the session itself has made, replaced or dropped a table: it is seen as it is now. */
    public void refresh(StoredTable table) {
        requireOpen();
        if (isChanged(table)) {
            throw new IllegalStateException("table " + table + " has pending changes");
        }
        forget(table);
        reads.refresh(table);
    }

    /** Lets go of the base of a table without changes. */
    private void forget(StoredTable table) {
        ChangedTable own = changed.remove(table);
        if (own != null) {
            own.close();
        }
        savepoints.forEach(state -> state.forget(table));
    }

    /** Whether a table has pending changes, now or at a savepoint: it stays at the version that they were made against. */
    public boolean isChanged(StoredTable table) {
        ChangedTable own = changed.get(table);
        return own != null && own.isChanged() || savepoints.stream().anyMatch(state -> state.isChanged(table));
    }

    /**
     * Adds the changes of one statement to those of its table.
     *
     * @param cut what the statement has read
     * @return number of added rows, or of removed rows where none were added
     * @throws ConstraintViolationException when a key would be there twice; nothing is changed then
     */
    public long apply(StoredTable table, Cut cut, ChangeSource source) {
        requireOpen();
        long version = cut.snapshot()
                .version(table)
                .orElseThrow(() -> new StorageException(Reason.TABLE_NOT_FOUND, "There is no table " + table + "."));
        ChangedTable own = changed.get(table);
        if (own != null && !own.isChanged() && own.version() != version && !isChanged(table)) {
            forget(table);
            own = null;
        }
        if (own == null) {
            KeyFilters filters = committers.apply(table.store()).keyFilters();
            own = new ChangedTable(table, version, filters, memory, budgetBytes);
            changed.put(table, own);
        }
        if (own.version() != version) {
            throw new IllegalStateException("Table " + table + " was read at version " + version
                    + ", the transaction has changed version " + own.version());
        }
        List<SavedRows> saved = new ArrayList<>();
        for (State savepoint : savepoints) {
            SavedRows rows = savepoint.saved.get(table);
            if (rows != null) {
                saved.add(rows);
            }
        }
        return own.apply(source, saved);
    }

    /** The transactions over several tables of which it reads nothing, because they are not decided. */
    public Set<TransactionRecord> undecided() {
        return reads.undecided();
    }

    /** Tables with pending changes. */
    public Set<StoredTable> changed() {
        Set<StoredTable> tables = new LinkedHashSet<>();
        changed.forEach((table, own) -> {
            if (own.isChanged()) {
                tables.add(table);
            }
        });
        return tables;
    }

    /** Whether anything would be committed. */
    public boolean hasChanges() {
        return changed.values().stream().anyMatch(ChangedTable::isChanged);
    }

    /**
     * Publishes what is pending, durably, and ends the transaction; also when it fails.
     *
     * @param durability what the commit has to survive, as far as it changes the database
     * @param cancelToken stops it before anything is published
     * @throws ConflictException when others changed the same rows, or columns; nothing was published
     * @throws ConstraintViolationException when others added the same key; nothing was published
     * @throws CommitUnknownException when the outcome cannot be found out
     */
    public void commit(CommitInfo info, Durability durability, CancelToken cancelToken) {
        requireOpen();
        try {
            List<ChangedTable> tables =
                    changed.values().stream().filter(ChangedTable::isChanged).toList();
            if (tables.size() == 1
                    && isOfDatabase(tables.get(0))
                    && tables.get(0).isSmallAddition()) {
                commitTogether(tables.get(0), info, durability, cancelToken);
            } else {
                commitAlone(tables, info, durability, cancelToken);
            }
        } finally {
            close();
        }
    }

    private void commitTogether(ChangedTable table, CommitInfo info, Durability durability, CancelToken cancelToken) {
        try {
            committers.apply(database).commitTogether(table, info, durability, cancelToken);
        } catch (ConstraintViolationException e) {
            throw table.ofCommit(e);
        }
    }

    private void commitAlone(
            List<ChangedTable> tables, CommitInfo info, Durability durability, CancelToken cancelToken) {
        try (TransactionCommit commit = new TransactionCommit(info, noted)) {
            // Temporary tables are nobody else's, so that nothing but the disk can be in their way once all is written.
            for (ChangedTable own : tables) {
                commit.stage(own, committers.apply(own.table().store()), isOfDatabase(own), cancelToken);
            }
            cancelToken.check();
            commit.publish(durability);
        }
    }

    private boolean isOfDatabase(ChangedTable own) {
        return own.table().store() == database;
    }

    /**
     * Notes for other programs that the transaction is open, which tables it holds to which versions, and what is pending in
     * them. What cannot be noted is not seen by others, and nothing else.
     *
     * @param application name that the program gave itself, if any
     */
    public void note(LiveTransactions open, String user, @Nullable String application) {
        requireOpen();
        try {
            if (noted == null) {
                noted = open.enter(user, application, liveTables());
            } else {
                noted.update(liveTables());
            }
        } catch (StorageException e) {
            return; // a full disk, say, which whoever commits will be told of
        }
    }

    private Map<String, LiveTransaction.Table> liveTables() {
        Map<String, LiveTransaction.Table> tables = new HashMap<>();
        reads.pins().forEach((table, version) -> {
            if (table.store() == database) {
                tables.put(table.name(), new LiveTransaction.Table(version, 0, 0));
            }
        });
        changed.forEach((table, own) -> {
            if (isOfDatabase(own) && own.isChanged()) {
                tables.put(
                        table.name(),
                        new LiveTransaction.Table(
                                own.version(),
                                own.rows().addedRows(),
                                own.rows().removed().size()));
            }
        });
        return tables;
    }

    /** A state to come back to, until it is released. */
    public Savepoint savepoint() {
        requireOpen();
        State state = new State(changed);
        savepoints.add(state);
        return state;
    }

    /** Drops what was changed after a savepoint of this transaction, and the savepoints after it. */
    public void rollbackTo(Savepoint savepoint) {
        requireOpen();
        int at = indexOf(savepoint);
        State state = savepoints.get(at);
        dropSavepoints(at + 1);
        changed.forEach((table, own) -> own.install(state.saved.get(table)));
    }

    /** Forgets a savepoint and those after it; what was changed since stays. */
    public void release(Savepoint savepoint) {
        requireOpen();
        dropSavepoints(indexOf(savepoint));
    }

    private int indexOf(Savepoint savepoint) {
        for (int i = 0; i < savepoints.size(); i++) {
            if (savepoints.get(i) == savepoint) {
                return i;
            }
        }
        throw new IllegalArgumentException("the savepoint is not one of this transaction, or was released");
    }

    private void dropSavepoints(int from) {
        List<State> dropped = savepoints.subList(from, savepoints.size());
        dropped.forEach(State::close);
        dropped.clear();
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the transaction has ended");
        }
    }

    /** Drops what is pending and ends the transaction. */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        dropSavepoints(0);
        changed.values().forEach(ChangedTable::close);
        changed.clear();
        if (noted != null) {
            noted.close();
        }
    }

    /** What was pending at one moment. */
    public sealed interface Savepoint {}

    /** The rows of each table at one moment; tables that were changed later had none. */
    private static final class State implements Savepoint, AutoCloseable {
        private final Map<StoredTable, SavedRows> saved = new HashMap<>();

        State(Map<StoredTable, ChangedTable> changed) {
            changed.forEach((table, own) -> saved.put(table, own.save()));
        }

        boolean isChanged(StoredTable table) {
            SavedRows found = saved.get(table);
            return found != null && found.isChanged();
        }

        void forget(StoredTable table) {
            SavedRows found = saved.remove(table);
            if (found != null) {
                found.close();
            }
        }

        @Override
        public void close() {
            saved.values().forEach(SavedRows::close);
            saved.clear();
        }
    }
}
