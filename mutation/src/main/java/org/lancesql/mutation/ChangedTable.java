package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.mutation.constraints.KeyChecks;
import org.lancesql.mutation.constraints.KeyChecks.Checked;
import org.lancesql.mutation.constraints.KeyFilters;
import org.lancesql.mutation.pending.PendingFiles;
import org.lancesql.mutation.pending.PendingMoves;
import org.lancesql.mutation.pending.PendingRows;
import org.lancesql.mutation.pending.PendingStatement;
import org.lancesql.mutation.pending.PendingTable;
import org.lancesql.mutation.pending.SpillAhead;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableChange;
import org.lancesql.storage.TableChange.HeadCheck;
import org.lancesql.storage.TableHandle;
import org.lancesql.versioning.StoredTable;

/** A table that a transaction changes, and the state that its statements have brought it to. */
final class ChangedTable implements AutoCloseable {
    private static final long FEW_ROWS = 1_024;
    private static final long FEW_BYTES = 1 << 20;

    private final StoredTable table;
    private final TableHandle base;
    private final PendingTable pending;
    private final KeyFilters filters;
    private final BufferAllocator memory;
    private final @Nullable KeyChecks keys;
    private final SpillAhead ahead;
    private final SavedRows present = new SavedRows(PendingRows.none(), null);
    private boolean decidedByKeys;

    ChangedTable(StoredTable table, long version, KeyFilters filters, BufferAllocator memory, long budgetBytes) {
        this.table = requireNonNull(table, "table is null");
        this.filters = requireNonNull(filters, "filters is null");
        this.memory = requireNonNull(memory, "memory is null");
        this.base = table.open(version);
        try {
            this.pending = new PendingTable(table.store(), base, memory, budgetBytes);
            this.keys = newKeyChecks();
            this.ahead = new SpillAhead(pending);
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
        return present.share();
    }

    /** Goes back to a state. */
    void install(@Nullable SavedRows saved) {
        if (saved == null) {
            present.install(PendingRows.none(), null);
        } else {
            present.install(saved.rows().retain(), saved.checked());
        }
    }

    /**
     * Adds the changes of a statement to the state, or leaves the state as it is.
     *
     * @param savepoints states of the table to come back to, which share rows with it
     */
    long apply(ChangeSource source, Collection<SavedRows> savepoints) {
        try (PendingStatement statement = new PendingStatement(pending, present.rows())) {
            statement.pull(new Rows(source, new Removals(statement)));
            after(statement, savepoints);
            decidedByKeys |= source.decidesByKeys();
            return statement.addedRows() > 0 ? statement.addedRows() : statement.removedRows();
        } catch (StorageException e) {
            throw ofBase(e);
        }
    }

    /** What a key means that others have added before the commit. */
    RuntimeException ofCommit(ConstraintViolationException violation) {
        if (!decidedByKeys) {
            return violation;
        }
        ConflictException conflict = new ConflictException(
                table.name(),
                version(),
                latestVersion(false),
                "Table " + table + " has got a key after version " + version()
                        + " was read, which ON CONFLICT did not find there: " + violation.getMessage()
                        + "; nothing was changed; run the transaction again");
        conflict.addSuppressed(violation);
        return conflict;
    }

    /** What a failure to read the base, or to write beside it, means: that it is gone when it is gone. */
    private RuntimeException ofBase(StorageException failure) {
        boolean held = table.store().holds(base);
        if (held && failure.reason() != Reason.CONFLICT) {
            return failure;
        }
        long head = latestVersion(held);
        String problem = held
                ? "has other columns at version " + head + " than at version " + version() + ", which was read"
                : "was dropped, or version " + version() + " of it was removed, after that version was read";
        ConflictException conflict = new ConflictException(
                table.name(),
                version(),
                head,
                "Table " + table + " " + problem + "; nothing was changed; run the transaction again");
        conflict.addSuppressed(failure);
        return conflict;
    }

    /** HEAD, or 0 when there is no table of the name that can be read. */
    private long latestVersion(boolean held) {
        try {
            return table.latestVersion();
        } catch (StorageException e) {
            if (!held || e.reason() == Reason.TABLE_NOT_FOUND) {
                return 0;
            }
            throw e;
        }
    }

    /** Goes to the state after a statement, once its keys are checked and rows are moved where they take less memory. */
    private void after(PendingStatement statement, Collection<SavedRows> savepoints) {
        PendingRows built = statement.build();
        try {
            Checked checked = check(statement, built);
            try (PendingMoves written = ahead.finished(built)) {
                savepoints.forEach(saved -> move(saved, written));
                install(written == null ? built.retain() : written.apply(built), checked, savepoints);
            }
        } finally {
            built.release();
        }
        if (keys == null) { // rows with keys are read again at the commit
            ahead.begin(present.rows());
        }
    }

    /** @param rows a share that is taken over, also on failure */
    private void install(PendingRows rows, @Nullable Checked checked, Collection<SavedRows> savepoints) {
        try (PendingMoves moves = PendingMoves.of(pending, rows)) {
            present.install(moves.apply(rows), checked);
            savepoints.forEach(saved -> move(saved, moves));
        } finally {
            rows.release();
        }
    }

    /** Makes a state anew of which rows have moved. */
    private static void move(SavedRows saved, @Nullable PendingMoves moves) {
        if (moves != null) {
            saved.install(moves.apply(saved.rows()), saved.checked());
        }
    }

    private @Nullable Checked check(PendingStatement statement, PendingRows built) {
        if (keys == null || statement.addedRows() == 0) {
            return present.checked();
        }
        PendingRows added = statement.added();
        PendingRows kept = statement.kept();
        try {
            return keys.check(base, present.checked(), keyRows(added), keyRows(kept), built.removed());
        } finally {
            added.release();
            kept.release();
        }
    }

    /** Checks of the table's keys, or null when it has none. */
    @Nullable KeyChecks newKeyChecks() {
        return KeyChecks.of(base, filters, memory);
    }

    KeyChecks.Rows keyRows(PendingRows rows) {
        return new KeyRows(pending.schema(), rows);
    }

    /** Whether rows that were made for this version can be published with those that were made for another. */
    boolean isLike(ChangedTable other) {
        return pending.schema().equals(other.pending.schema())
                && base.metadata().equals(other.base.metadata())
                && table.store().holds(base);
    }

    /** Whether nothing but a few rows were added, which are in memory. */
    boolean isSmallAddition() {
        PendingRows rows = present.rows();
        return rows.removed().isEmpty()
                && rows.isFreshInMemory()
                && rows.addedRows() <= FEW_ROWS
                && rows.memoryBytes() <= FEW_BYTES;
    }

    PendingRows rows() {
        return present.rows();
    }

    TableHandle base() {
        return base;
    }

    /** Writes the state to files. */
    PendingFiles stage(CancelToken cancelToken) {
        try (PendingMoves written = ahead.await()) {
            move(present, written);
        }
        return stage(present.rows(), cancelToken);
    }

    /** Writes rows of the table, of any transactions, to files. */
    PendingFiles stage(PendingRows rows, CancelToken cancelToken) {
        try {
            return PendingFiles.of(pending, rows, cancelToken);
        } catch (StorageException e) {
            throw ofBase(e);
        }
    }

    TableChange change(PendingFiles files) {
        return change(present.rows(), files, keys);
    }

    /** The change as one of several, from which others can take it back, with a check that throws what a commit throws. */
    TableChange jointChange(PendingFiles files) {
        TableChange change = change(files);
        HeadCheck check = change.check();
        if (check == null) {
            return new TableChange(change.base(), change.removed(), files.pairedFiles(), null);
        }
        return new TableChange(change.base(), change.removed(), files.pairedFiles(), (head, removed) -> {
            try {
                check.check(head, removed);
            } catch (ConstraintViolationException e) {
                throw ofCommit(e);
            }
        });
    }

    /** @param checks those that have checked the rows against the base */
    TableChange change(PendingRows rows, PendingFiles files, @Nullable KeyChecks checks) {
        HeadCheck check = checks == null || rows.addedRows() == 0 ? null : checks.headCheck(base, keyRows(rows));
        return new TableChange(base, rows.removed(), files.files(), check);
    }

    StoredTable table() {
        return table;
    }

    @Override
    public void close() {
        try (base;
                keys) {
            ahead.close();
            present.close();
        }
    }

    private record KeyRows(Schema schema, PendingRows rows) implements KeyChecks.Rows {
        @Override
        public long count() {
            return rows.addedRows();
        }

        @Override
        public BatchReader read(List<String> columns, BufferAllocator allocator) {
            return rows.read(schema, columns, allocator);
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
