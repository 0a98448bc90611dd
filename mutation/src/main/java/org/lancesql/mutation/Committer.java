package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.mutation.constraints.KeyDefinitions;
import org.lancesql.mutation.constraints.KeyFilters;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.mutation.pending.PendingFiles;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.CommitOutcome;
import org.lancesql.storage.DroppedTable;
import org.lancesql.storage.Durability;
import org.lancesql.storage.IndexKind;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.StagedReplacement;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableChange;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.DatabaseLog;

/**
 * Makes changes to the tables of a store: each call publishes one version, or nothing. Those who share one also share what
 * is known of keys, and may share versions. Thread-safe.
 */
public final class Committer implements AutoCloseable {
    private final TableStore store;
    private final KeyFilters keyFilters = new KeyFilters();
    private final @Nullable RecordAdvance records;
    private final Map<String, GroupCommit> groups = new ConcurrentHashMap<>();
    private final @Nullable FragmentKeeper fragments;

    /** A committer of tables that nobody else knows of. */
    public Committer(TableStore store) {
        this.store = requireNonNull(store, "store is null");
        this.records = null;
        this.fragments = null;
    }

    /**
     * The committer of a database.
     *
     * @param kept outlives it
     * @param memory for what has to be looked at to finish the transactions of others
     */
    public Committer(DatabaseLog kept, BufferAllocator memory) {
        this.store = kept.log().store();
        this.records = new RecordAdvance(kept, keyFilters, memory);
        this.fragments = new FragmentKeeper(store, this::isFree);
    }

    /** What finishes transactions over several tables; temporary tables have none. */
    Optional<RecordAdvance> records() {
        return Optional.ofNullable(records);
    }

    /** Finishes the transactions over several tables that were interrupted. */
    public void recover() {
        if (records != null && !store.readOnly()) {
            records.recover();
        }
    }

    /**
     * Publishes the change of a transaction.
     *
     * @param files those of the change; handed over unless nothing was published
     * @throws ConflictException when the table changed so that the change does not fit it any more
     * @throws CommitUnknownException when the outcome cannot be found out
     * @throws StorageException when nothing was published for another reason
     */
    void commit(TableChange change, PendingFiles files, CommitInfo info, Durability durability) {
        requireVersion(change.base().tableVersion(), tryCommit(change, files, info.newMark(), durability));
    }

    /**
     * Publishes a change, after what stands undecided in its way. When it returns, the next statement sees what was
     * published.
     *
     * @param files those of the change; handed over unless nothing was published
     * @throws ConstraintViolationException when a key is there already; nothing was published
     * @throws CommitUnknownException when it was published, and nobody knows when it will be seen
     * @throws StorageException when nothing was published for another reason
     */
    CommitOutcome tryCommit(TableChange change, PendingFiles files, CommitMark mark, Durability durability) {
        String table = change.base().tableVersion().table();
        CommitOutcome outcome;
        try {
            do {
                requireFree(table);
                outcome = store.commit(change, mark, durability, () -> mayFollow(table));
            } while (outcome instanceof CommitOutcome.Withheld);
        } catch (StorageException | ConstraintViolationException | ConflictException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // Who knows what a version names by now.
            files.handOver();
            throw e;
        }
        if (!(outcome instanceof CommitOutcome.Conflict)) {
            files.handOver();
        }
        if (outcome instanceof CommitOutcome.Committed committed) {
            CommitStep.SINGLE_COMMITTED.reached();
            makeVisible(table, committed.version());
        }
        return outcome;
    }

    private boolean mayFollow(String table) {
        CommitStep.SINGLE_PINNED.reached();
        return isFree(table);
    }

    /** Whether no transaction over several tables is being committed to a table. */
    private boolean isFree(String table) {
        return records == null || records.log().state().owner(table).isEmpty();
    }

    private void requireFree(String table) {
        if (records != null) {
            records.settle(table);
        }
    }

    /** Of a table with an undecided transaction the version before it is read, which would not have this one in it. */
    private void makeVisible(String table, long version) {
        try {
            requireFree(table);
        } catch (RuntimeException e) {
            throw new CommitUnknownException(
                    "Rows of table " + table + " were changed as version " + version + ", which nobody sees yet: "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Publishes added rows of a transaction, maybe in one version with those of others.
     *
     * @throws ConflictException when the table changed so that the rows do not fit it any more
     * @throws ConstraintViolationException when a key is there already
     * @throws CommitUnknownException when the outcome cannot be found out
     */
    void commitTogether(ChangedTable table, CommitInfo info, Durability durability, CancelToken cancelToken) {
        groups.computeIfAbsent(table.table().name(), name -> new GroupCommit(this))
                .commit(table, info, durability, cancelToken);
    }

    /**
     * Lets the small fragments of a table of the database that was just changed be merged in the background when there
     * are many.
     *
     * @param least number of them from which on they are merged
     */
    public void mergeFragments(String table, int least) {
        if (fragments != null) {
            fragments.committed(table, least);
        }
    }

    /** What is known of the keys in the files of the store. */
    KeyFilters keyFilters() {
        return keyFilters;
    }

    /** The version that a commit has made. */
    private static long requireVersion(TableVersion base, CommitOutcome outcome) {
        if (outcome instanceof CommitOutcome.Committed committed) {
            return committed.version();
        } else if (outcome instanceof CommitOutcome.Conflict conflict) {
            throw new ConflictException(base.table(), base.version(), conflict.head(), conflict.message());
        } else if (outcome instanceof CommitOutcome.Unknown unknown) {
            throw new CommitUnknownException(unknown.message(), unknown.cause());
        }
        throw new IllegalStateException("unknown outcome " + outcome);
    }

    /**
     * Creates a table with rows, as version 1.
     *
     * @return number of rows
     * @throws StorageException TABLE_EXISTS, also when another program creates it at the same time
     */
    public long createTable(
            String table, Schema schema, Map<String, String> tableMetadata, BatchSource rows, CommitInfo info) {
        return store.create(table, schema, tableMetadata, rows, info.newMark());
    }

    /**
     * Creates a table with rows, as version 1.
     *
     * @param free looks whether the name is free, while nobody else can give it to a table or view
     * @return number of rows
     * @throws StorageException TABLE_EXISTS, also when another program creates it at the same time
     */
    public long createTable(String table, Schema schema, BatchSource rows, CommitInfo info, Runnable free) {
        return store.places().create(table, schema, Map.of(), rows, info.newMark(), free);
    }

    /**
     * Gives a table other columns and rows, as its next version.
     *
     * @param base version that gives way
     * @return number of rows
     * @throws ConflictException when the table has changed since
     * @throws CommitUnknownException when the outcome cannot be found out
     */
    public long replaceTable(TableVersion base, Schema schema, BatchSource rows, CommitInfo info) {
        requireFree(base.table());
        StagedReplacement staged = store.stageReplacement(base, schema, rows);
        requireVersion(base, store.replace(staged, info.newMark()));
        return staged.rowCount();
    }

    /**
     * Drops a table: moves it to the trash.
     *
     * @throws StorageException TABLE_NOT_FOUND
     */
    public void dropTable(String table) {
        do {
            requireFree(table);
        } while (!store.places().drop(table, () -> isFree(table)));
    }

    /**
     * Takes a table out of the trash.
     *
     * @param name that it gets
     * @param free looks whether the name is free, while nobody else can give it to a table or view
     * @throws StorageException TABLE_EXISTS, TABLE_NOT_FOUND when it is in the trash no more
     */
    public void undropTable(DroppedTable table, String name, Runnable free) {
        store.places().undrop(table, name, free);
    }

    /**
     * Builds an index over the newest version of a table.
     *
     * @return whether it was built; false when the table has an index of that name
     * @throws StorageException TABLE_NOT_FOUND, UNSUPPORTED_TYPE, CONFLICT when others never let it finish
     */
    public boolean createIndex(String table, String name, IndexKind kind, Column column, CommitInfo info) {
        requireFree(table);
        return store.maintenance().createIndex(table, name, kind, column, info.newMark());
    }

    /**
     * Drops an index.
     *
     * @return whether there was one
     * @throws StorageException TABLE_NOT_FOUND, CONFLICT
     */
    public boolean dropIndex(String table, String name, CommitInfo info) {
        requireFree(table);
        return store.maintenance().dropIndex(table, name, info.newMark());
    }

    /**
     * Adds a key to a table whose rows have to satisfy it.
     *
     * @param allocator memory for the keys that are looked at
     * @return whether it was added; false when the table has a constraint of that name
     * @throws ConstraintViolationException when two rows have one key
     * @throws StorageException TABLE_NOT_FOUND, NEWER_FORMAT, CONFLICT when others never let it finish
     */
    public boolean addKey(String table, TableConstraints.Key key, BufferAllocator allocator, CommitInfo info) {
        requireFree(table);
        return new KeyDefinitions(store, keyFilters).add(table, key, allocator, info::newMark);
    }

    /**
     * Takes a key of a table away.
     *
     * @return whether there was one of that name
     * @throws StorageException TABLE_NOT_FOUND, NEWER_FORMAT, CONFLICT when others never let it finish
     */
    public boolean dropKey(String table, String name, CommitInfo info) {
        requireFree(table);
        return new KeyDefinitions(store, keyFilters).drop(table, name, info::newMark);
    }

    /** Ends what goes on in the background; the store is closed later. */
    @Override
    public void close() {
        if (fragments != null) {
            fragments.close();
        }
    }
}
