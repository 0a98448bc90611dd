package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.mutation.pending.PendingFiles;
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
    private PendingRows rows = PendingRows.none();

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
        return !rows.isEmpty();
    }

    /** A share of the present state. */
    TableChanges lease() {
        return new ChangesLease(version(), pending.schema(), rows);
    }

    /** The present state, with a share for the caller. */
    PendingRows state() {
        return rows.retain();
    }

    /** Goes to another state, whose share is taken over. */
    void install(PendingRows newRows) {
        PendingRows old = rows;
        rows = newRows;
        old.release();
    }

    /** Adds the changes of a statement to the state, or leaves the state as it is. */
    long apply(ChangeSource source) {
        try (PendingStatement statement = new PendingStatement(pending, rows)) {
            statement.pull(new Rows(source, new Removals(statement)));
            install(statement.build());
            return statement.addedRows() > 0 ? statement.addedRows() : statement.removedRows();
        }
    }

    /** Writes the state to files. */
    PendingFiles stage() {
        return PendingFiles.of(pending, rows);
    }

    TableChange change(PendingFiles files) {
        return new TableChange(base.tableVersion(), rows.removed(), files.files(), null);
    }

    StoredTable table() {
        return table;
    }

    @Override
    public void close() {
        try {
            rows.release();
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
