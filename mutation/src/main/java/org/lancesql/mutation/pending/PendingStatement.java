package org.lancesql.mutation.pending;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.RowSet;
import org.lancesql.storage.StagedFiles;
import org.roaringbitmap.RoaringBitmap;

/**
 * The changes of one statement on their way into a new state. Added rows stay in memory while they are few; else they are
 * written to files while they are pulled. Rows that take the place of one of the base, whose id they may keep, and rows
 * that do not are kept apart.
 */
public final class PendingStatement implements AutoCloseable {
    private static final int MOST_STAGED_ROWS = 1 << 30;

    private final PendingTable table;
    private final PendingRows before;
    private final Map<Integer, LiveRows> chunks = new HashMap<>();
    private final RowSet.Builder removedBase = new RowSet.Builder();
    private final Map<Integer, RoaringBitmap> removedPending = new HashMap<>();
    private final RowBuffer fresh;
    private final RowBuffer kept;
    private final List<RowChunk> added = new ArrayList<>();
    private final VectorSchemaRoot batch;
    private LongStream.@Nullable Builder batchIds;
    private @Nullable BatchSource source;
    private long removedRows;
    private long addedRows;
    private int batchReplaced;

    /** @param before the state that the statement has read; borrowed */
    public PendingStatement(PendingTable table, PendingRows before) {
        this.table = requireNonNull(table, "table is null");
        this.before = requireNonNull(before, "before is null");
        before.chunks().forEach(rows -> chunks.put(rows.chunk().number(), rows));
        this.fresh = new RowBuffer(table);
        this.kept = new RowBuffer(table);
        this.batch = VectorSchemaRoot.create(table.schema(), table.memory());
    }

    /**
     * Removes a row.
     *
     * @return whether it was still there
     */
    public boolean delete(long address) {
        boolean there = PendingAddress.isPending(address) ? deletePending(address) : deleteOfBase(address);
        removedRows += there ? 1 : 0;
        return there;
    }

    private boolean deleteOfBase(long address) {
        return !before.removed().contains(address) && removedBase.add(address);
    }

    private boolean deletePending(long address) {
        LiveRows rows = chunks.get(PendingAddress.chunk(address));
        if (rows == null) {
            throw new IllegalStateException("A pending row was read in another state of the transaction");
        }
        int ordinal = PendingAddress.ordinal(address);
        return rows.contains(ordinal)
                && removedPending
                        .computeIfAbsent(rows.chunk().number(), number -> new RoaringBitmap())
                        .checkedAdd(ordinal);
    }

    /**
     * Removes a row whose next form is the next one of the batch.
     *
     * @param id its id, or -1
     * @return whether it was still there
     */
    public boolean replace(long address, long id) {
        if (!delete(address)) {
            return false;
        }
        LongStream.Builder ids = batchIds;
        if (ids == null) {
            ids = LongStream.builder();
            batchIds = ids;
        }
        ids.add(idInBase(address, id));
        batchReplaced++;
        return true;
    }

    /** The id of the row of the base that a row stands for, or -1. */
    private long idInBase(long address, long id) {
        return PendingAddress.isPending(address)
                ? requireNonNull(chunks.get(PendingAddress.chunk(address)))
                        .chunk()
                        .id(PendingAddress.ordinal(address))
                : id;
    }

    public long removedRows() {
        return removedRows;
    }

    public long addedRows() {
        return addedRows;
    }

    /**
     * Pulls added rows until there are no more.
     *
     * @param rows tells what it removes to this statement while it loads
     */
    public void pull(BatchSource rows) {
        TableColumns.requireSame(rows.schema(), table.schema());
        source = rows;
        while (source != null) {
            if (pullBatch() && fresh.bytes() + kept.bytes() > table.statementBytes()) {
                stageRest();
            }
        }
        kept.settle(added);
        fresh.settle(added);
    }

    /** Pulls one batch into memory; false at the end. */
    private boolean pullBatch() {
        BatchSource open = requireNonNull(source, "the source is at its end");
        batch.clear();
        batchIds = null;
        batchReplaced = 0;
        if (!open.load(batch)) {
            source = null;
            return false;
        }
        int rows = batch.getRowCount();
        addedRows += rows;
        LongStream.Builder replaced = batchIds;
        if (replaced == null) {
            add(fresh, null);
            return true;
        }
        if (batchReplaced != rows) {
            throw new IllegalArgumentException(batchReplaced + " rows are replaced by " + rows);
        }
        split(replaced.build().toArray());
        return true;
    }

    private void add(RowBuffer buffer, long @Nullable [] ids) {
        if (batch.getRowCount() > 0) {
            buffer.add(batch, ids);
        }
    }

    /** Puts rows with an id and rows without one apart. */
    private void split(long[] ids) {
        long keeping = Arrays.stream(ids).filter(id -> id >= 0).count();
        if (keeping == ids.length) {
            add(kept, ids);
        } else if (keeping == 0) {
            add(fresh, null);
        } else {
            pick(kept, ids, true);
            pick(fresh, ids, false);
            batch.clear();
        }
    }

    private void pick(RowBuffer buffer, long[] ids, boolean keeping) {
        int[] positions = new int[ids.length];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= 0 == keeping) {
                positions[count++] = i;
            }
        }
        long[] picked = new long[count];
        for (int i = 0; i < count; i++) {
            picked[i] = ids[positions[i]];
        }
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (FieldVector vector : batch.getFieldVectors()) {
                vectors.add(VectorRows.pick(vector, positions, count, table.memory()));
            }
            try (VectorSchemaRoot rows = new VectorSchemaRoot(batch.getSchema(), vectors, count)) {
                buffer.add(rows, keeping ? picked : null);
            }
        } finally {
            vectors.forEach(FieldVector::close);
        }
    }

    /** Writes what waits, and what is still to come, to files. */
    private void stageRest() {
        while (source != null || fresh.bytes() + kept.bytes() > table.budgetBytes()) {
            stage(fresh.bytes() >= kept.bytes() ? fresh : kept);
        }
    }

    private void stage(RowBuffer buffer) {
        Staged rows = new Staged(buffer);
        StagedFiles files = table.stage(rows);
        if (files.rowCount() == 0) {
            return;
        }
        added.add(new StagedChunk(table.newChunkNumber(), table.store(), files, rows.ids()));
    }

    /** The state after the statement, whose first share is the caller's. */
    public PendingRows build() {
        List<LiveRows> after = left();
        added.forEach(chunk -> after.add(LiveRows.all(chunk)));
        return new PendingRows(before.removed().union(removedBase.build()), after);
    }

    /** What the statement has added, whose first share is the caller's. */
    public PendingRows added() {
        return new PendingRows(RowSet.EMPTY, added.stream().map(LiveRows::all).toList());
    }

    /** What was added before and is still there, whose first share is the caller's. */
    public PendingRows kept() {
        return new PendingRows(RowSet.EMPTY, left());
    }

    private List<LiveRows> left() {
        List<LiveRows> left = new ArrayList<>();
        for (LiveRows rows : before.chunks()) {
            RoaringBitmap gone = removedPending.get(rows.chunk().number());
            LiveRows kept = gone == null ? rows : rows.without(gone);
            if (kept.rowCount() > 0) {
                left.add(kept);
            }
        }
        return left;
    }

    @Override
    public void close() {
        batch.close();
        fresh.close();
        kept.close();
        added.forEach(RowChunk::release);
        added.clear();
    }

    /** The rows of one kind: those that wait, then those that come; ends where too many of the other kind wait. */
    private final class Staged implements BatchSource {
        private final RowBuffer own;
        private final RowBuffer other;
        private final LongStream.@Nullable Builder ids;
        private int rows;

        Staged(RowBuffer own) {
            this.own = own;
            this.other = own == fresh ? kept : fresh;
            this.ids = own == kept ? LongStream.builder() : null;
        }

        @Override
        public Schema schema() {
            return table.schema();
        }

        @Override
        public boolean load(VectorSchemaRoot root) {
            MemoryChunk next = rows < MOST_STAGED_ROWS ? own.poll() : null;
            while (next == null
                    && source != null
                    && rows < MOST_STAGED_ROWS
                    && other.bytes() <= table.budgetBytes() / 2) {
                pullBatch();
                next = own.poll();
            }
            if (next == null) {
                return false;
            }
            try {
                next.copyTo(root);
                for (int row = 0; row < next.rowCount() && ids != null; row++) {
                    ids.add(next.id(row));
                }
                rows += next.rowCount();
                return true;
            } finally {
                next.release();
            }
        }

        long @Nullable [] ids() {
            return ids == null ? null : ids.build().toArray();
        }
    }
}
