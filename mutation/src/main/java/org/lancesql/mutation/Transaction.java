package org.lancesql.mutation;

import java.util.Collection;
import java.util.function.Function;
import org.lancesql.execution.CancelToken;
import org.lancesql.storage.Durability;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StoredTable;

/**
 * Changes that are pending until they are committed as one version of their table, or dropped. Statements apply their
 * changes whole or not at all; one that fails leaves the transaction as it was. Used by one thread at a time.
 */
public final class Transaction implements AutoCloseable {
    public Transaction(Isolation isolation, SnapshotReader snapshots, Function<TableStore, Committer> committers) {
        throw new UnsupportedOperationException();
    }

    /** What the next statement reads of some tables; those that do not exist are left out. */
    public Cut cut(Collection<StoredTable> tables) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds the changes of one statement to those of its table.
     *
     * @param cut what the statement has read
     * @return number of added rows, or of removed rows where none were added
     * @throws ConstraintViolationException when a key would be there twice; nothing is changed then
     */
    public long apply(StoredTable table, Cut cut, ChangeSource source) {
        throw new UnsupportedOperationException();
    }

    /** Whether anything would be committed. */
    public boolean hasChanges() {
        throw new UnsupportedOperationException();
    }

    /**
     * Publishes what is pending, durably, and ends the transaction; also when it fails.
     *
     * @throws ConflictException when others changed the same rows, or columns; nothing was published
     * @throws CommitUnknownException when the outcome cannot be found out
     */
    public void commit(CommitInfo info, Durability durability, CancelToken cancelToken) {
        throw new UnsupportedOperationException();
    }

    /** A state to come back to. */
    public Savepoint savepoint() {
        throw new UnsupportedOperationException();
    }

    /** Drops what was changed after a savepoint of this transaction. */
    public void rollbackTo(Savepoint savepoint) {
        throw new UnsupportedOperationException();
    }

    public void release(Savepoint savepoint) {
        throw new UnsupportedOperationException();
    }

    public void refresh(StoredTable table) {
        throw new UnsupportedOperationException();
    }

    public void requireChangeable(StoredTable table) {
        throw new UnsupportedOperationException();
    }

    public java.util.Set<StoredTable> changed() {
        throw new UnsupportedOperationException();
    }

    /** Drops what is pending and ends the transaction. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** What was pending at one moment. */
    public interface Savepoint {}
}
