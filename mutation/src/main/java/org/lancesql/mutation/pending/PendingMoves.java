package org.lancesql.mutation.pending;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.mutation.pending.PendingRows.Place;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.StagedFiles;

/**
 * Rows of a transaction that go elsewhere, so that they take little memory: from memory to files when there are more than
 * the budget of the table allows, and from many small chunks to one. Each state that has some of them is then made anew.
 */
public final class PendingMoves implements AutoCloseable {
    private static final int SMALL_ROWS = 4_096;
    private static final int MOST_SMALL_CHUNKS = 64;

    private final PendingTable table;
    private final List<RowChunk> made = new ArrayList<>();
    private final Map<Integer, Place> places = new HashMap<>();

    private PendingMoves(PendingTable table) {
        this.table = table;
    }

    /**
     * Makes the moves that are due.
     *
     * @param rows the newest state; borrowed
     */
    public static PendingMoves of(PendingTable table, PendingRows rows) {
        PendingMoves moves = new PendingMoves(table);
        try {
            boolean spill = rows.memoryBytes() > table.budgetBytes();
            for (boolean keepingIds : new boolean[] {false, true}) {
                List<MemoryChunk> chunks = inMemory(rows, keepingIds);
                if (spill && !chunks.isEmpty()) {
                    moves.stage(chunks);
                } else {
                    moves.mergeSmall(chunks);
                }
            }
            return moves;
        } catch (Throwable failure) {
            moves.close();
            throw failure;
        }
    }

    /** The moves of rows that were written already. */
    static PendingMoves written(PendingTable table, List<MemoryChunk> chunks, StagedFiles files) {
        PendingMoves moves = new PendingMoves(table);
        moves.move(chunks, new StagedChunk(table.newChunkNumber(), table.store(), files, null));
        return moves;
    }

    /** Rows in memory that stay as they are: they keep no ids, and are too many to be merged with others. */
    static List<MemoryChunk> large(PendingRows rows) {
        return inMemory(rows, false).stream()
                .filter(chunk -> chunk.rowCount() >= SMALL_ROWS)
                .toList();
    }

    private static List<MemoryChunk> inMemory(PendingRows rows, boolean keepingIds) {
        List<MemoryChunk> chunks = new ArrayList<>();
        for (LiveRows live : rows.chunks()) {
            if (live.chunk() instanceof MemoryChunk chunk && chunk.keepsIds() == keepingIds) {
                chunks.add(chunk);
            }
        }
        return chunks;
    }

    private void stage(List<MemoryChunk> chunks) {
        StagedFiles files = table.stage(source(table, chunks));
        long[] ids = chunks.get(0).keepsIds() ? MemoryChunk.ids(chunks) : null;
        move(chunks, new StagedChunk(table.newChunkNumber(), table.store(), files, ids));
    }

    /** The rows of some chunks. */
    static BatchSource source(PendingTable table, List<MemoryChunk> chunks) {
        return new Source(table.schema(), new ArrayList<>(chunks));
    }

    private void mergeSmall(List<MemoryChunk> chunks) {
        List<MemoryChunk> small =
                chunks.stream().filter(chunk -> chunk.rowCount() < SMALL_ROWS).toList();
        if (small.size() >= MOST_SMALL_CHUNKS) {
            move(small, MemoryChunk.merge(table.newChunkNumber(), small, table.memory()));
        }
    }

    private void move(List<MemoryChunk> chunks, RowChunk target) {
        made.add(target);
        int offset = 0;
        for (MemoryChunk chunk : chunks) {
            places.put(chunk.number(), new Place(target, offset));
            offset += chunk.rowCount();
        }
    }

    /** A state after the moves, whose first share is the caller's. */
    public PendingRows apply(PendingRows rows) {
        boolean moved = rows.chunks().stream()
                .anyMatch(live -> places.containsKey(live.chunk().number()));
        return moved ? rows.moved(places) : rows.retain();
    }

    /** Lets go of the rows; states that have them keep them. */
    @Override
    public void close() {
        made.forEach(RowChunk::release);
        made.clear();
    }

    private record Source(Schema schema, List<MemoryChunk> left) implements BatchSource {
        @Override
        public boolean load(VectorSchemaRoot root) {
            if (left.isEmpty()) {
                return false;
            }
            left.remove(0).copyTo(root);
            return true;
        }
    }
}
