package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.mutation.pending.PendingFiles;
import org.lancesql.mutation.pending.PendingMoves;
import org.lancesql.mutation.pending.PendingRows;
import org.lancesql.mutation.pending.PendingStatement;
import org.lancesql.mutation.pending.PendingTable;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.TableChange;
import org.lancesql.storage.TableHandle;
import org.lancesql.versioning.StoredTable;

/** A table that a transaction changes, and the state that its statements have brought it to. */
final class ChangedTable implements AutoCloseable {
    private final StoredTable table;
    private final TableHandle base;
    private final PendingTable pending;
    private final SavedRows present = new SavedRows(PendingRows.none());

    ChangedTable(StoredTable table, long version, BufferAllocator memory, long budgetBytes) {
        this.table = requireNonNull(table, "table is null");
        this.base = table.open(version);
        try {
            this.pending = new PendingTable(table.store(), base, memory, budgetBytes);
        } catch (Throwable failure) {
            base.close();
            throw failure;
        }
    }

    long version() {
        return base.tableVersion().version();
    }

    boolean isChanged() {
        return present.isChanged();
    }

    /** A share of the present state. */
    TableChanges lease() {
        return new ChangesLease(version(), pending.schema(), present.rows());
    }

    /** The present state, to come back to. */
    SavedRows save() {
        return new SavedRows(present.rows().retain());
    }

    /** Goes to another state, whose share is taken over. */
    void install(PendingRows rows) {
        present.install(rows);
    }

    /**
     * Adds the changes of a statement to the state, or leaves the state as it is.
     *
     * @param savepoints states of the table to come back to, which share rows with it
     */
    long apply(ChangeSource source, Collection<SavedRows> savepoints) {
        try (PendingStatement statement = new PendingStatement(pending, present.rows())) {
            statement.pull(new Rows(source, new Removals(statement)));
            after(statement.build(), savepoints);
            return statement.addedRows() > 0 ? statement.addedRows() : statement.removedRows();
        }
    }

    /** Goes to a new state, whose share is taken over, after rows were moved where they take less memory. */
    private void after(PendingRows built, Collection<SavedRows> savepoints) {
        try (PendingMoves moves = PendingMoves.of(pending, built)) {
            install(moves.apply(built));
            savepoints.forEach(saved -> saved.install(moves.apply(saved.rows())));
        } finally {
            built.release();
        }
    }

    /** Writes the state to files. */
    PendingFiles stage() {
        return PendingFiles.of(pending, present.rows());
    }

    TableChange change(PendingFiles files) {
        return new TableChange(base, present.rows().removed(), files.files(), null);
    }

    StoredTable table() {
        return table;
    }

    @Override
    public void close() {
        try {
            present.close();
        } finally {
            base.close();
        }
    }

    private record Removals(PendingStatement statement) implements ChangeSource.Removal {
        @Override
        public boolean delete(long address) {
            return statement.delete(address);
        }

        @Override
        public boolean replace(long address, long id) {
            return statement.replace(address, id);
        }
    }

    private record Rows(ChangeSource source, Removals removals) implements BatchSource {
        @Override
        public Schema schema() {
            return source.schema();
        }

        @Override
        public boolean load(VectorSchemaRoot root) {
            return source.load(root, removals);
        }
    }
}
