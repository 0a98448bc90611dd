package org.lancesql.mutation.pending;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.RowSet;
import org.roaringbitmap.RoaringBitmap;

/**
 * The changes of one table in one state of a transaction: rows of the base that are gone, and added rows that are still
 * there. Immutable; its memory and files are freed when the last of those that share it has released it.
 */
public final class PendingRows {
    private final RowSet removed;
    private final List<LiveRows> chunks;
    private final AtomicInteger references = new AtomicInteger(1);

    /** @param chunks retained */
    PendingRows(RowSet removed, List<LiveRows> chunks) {
        this.removed = requireNonNull(removed, "removed is null");
        this.chunks = List.copyOf(chunks);
        this.chunks.forEach(rows -> rows.chunk().retain());
    }

    public static PendingRows none() {
        return new PendingRows(RowSet.EMPTY, List.of());
    }

    /** What several states add, as one whose first share is the caller's. */
    public static PendingRows ofAll(List<PendingRows> states) {
        return new PendingRows(
                RowSet.EMPTY,
                states.stream().flatMap(state -> state.chunks.stream()).toList());
    }

    /** Whether all added rows are in memory, and none of them keeps an id. */
    public boolean isFreshInMemory() {
        return chunks.stream()
                .allMatch(rows ->
                        rows.chunk() instanceof MemoryChunk && !rows.chunk().keepsIds());
    }

    /** Rows of the base that are gone. */
    public RowSet removed() {
        return removed;
    }

    /** Added rows that are still there. */
    public long addedRows() {
        return chunks.stream().mapToLong(LiveRows::rowCount).sum();
    }

    /** Those of the added rows that may keep the ids of rows that they replace. */
    long rowsWithIds() {
        return chunks.stream()
                .filter(rows -> rows.chunk().keepsIds())
                .mapToLong(LiveRows::rowCount)
                .sum();
    }

    public boolean isEmpty() {
        return removed.isEmpty() && chunks.isEmpty();
    }

    /** Bytes of Arrow memory that the rows take. */
    public long memoryBytes() {
        return chunks.stream().mapToLong(rows -> rows.chunk().memoryBytes()).sum();
    }

    /**
     * Reads the added rows.
     *
     * @param table all columns of the table
     * @param columns names of those to read, and of {@link org.lancesql.storage.RowColumns}
     */
    public BatchReader read(Schema table, List<String> columns, BufferAllocator allocator) {
        return new PendingReader(chunks, table, columns, allocator);
    }

    List<LiveRows> chunks() {
        return chunks;
    }

    /** The same rows, some of which are elsewhere now. */
    PendingRows moved(Map<Integer, Place> places) {
        List<LiveRows> moved = new ArrayList<>();
        for (LiveRows rows : chunks) {
            Place place = places.get(rows.chunk().number());
            if (place == null) {
                moved.add(rows);
            } else if (moved.stream().noneMatch(other -> other.chunk() == place.chunk())) {
                moved.add(collect(place.chunk(), places));
            }
        }
        return new PendingRows(removed, moved);
    }

    private LiveRows collect(RowChunk target, Map<Integer, Place> places) {
        RoaringBitmap gone = new RoaringBitmap();
        gone.add(0L, target.rowCount());
        for (LiveRows rows : chunks) {
            Place place = places.get(rows.chunk().number());
            if (place != null && place.chunk() == target) {
                gone.remove(place.offset(), (long) place.offset() + rows.chunk().rowCount());
                gone.or(RoaringBitmap.addOffset(rows.removed(), place.offset()));
            }
        }
        return new LiveRows(target, gone);
    }

    /**
     * Shares the rows once more.
     *
     * @return this
     */
    public PendingRows retain() {
        references.updateAndGet(count -> {
            if (count == 0) {
                throw new IllegalStateException("changes are used after they were freed");
            }
            return count + 1;
        });
        return this;
    }

    /** Ends one of the shares. */
    public void release() {
        int left = references.decrementAndGet();
        if (left == 0) {
            chunks.forEach(rows -> rows.chunk().release());
        } else if (left < 0) {
            throw new IllegalStateException("changes are freed twice");
        }
    }

    /** Where the rows of a chunk went: to another, from an ordinal on. */
    record Place(RowChunk chunk, int offset) {}
}
