package org.lancesql.mutation.pending;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Rows of one statement and of one kind that wait in memory until it is clear whether they fit there. */
final class RowBuffer implements AutoCloseable {
    private final PendingTable table;
    private final Deque<MemoryChunk> chunks = new ArrayDeque<>();
    private long bytes;

    RowBuffer(PendingTable table) {
        this.table = table;
    }

    /** Takes the rows out of {@code rows}. */
    void add(VectorSchemaRoot rows, long @Nullable [] ids) {
        MemoryChunk chunk = MemoryChunk.take(table.newChunkNumber(), rows, ids, table.memory());
        chunks.add(chunk);
        bytes += chunk.memoryBytes();
    }

    long bytes() {
        return bytes;
    }

    /** The oldest chunk, which becomes the caller's; null when there is none. */
    @Nullable MemoryChunk poll() {
        MemoryChunk first = chunks.poll();
        if (first != null) {
            bytes -= first.memoryBytes();
        }
        return first;
    }

    /** Moves all chunks, as they will stay in memory, to {@code target}, which owns them. */
    void settle(List<RowChunk> target) {
        while (!chunks.isEmpty()) {
            MemoryChunk settled = chunks.getFirst().settle(table.memory());
            bytes -= chunks.removeFirst().memoryBytes();
            target.add(settled);
        }
    }

    private List<MemoryChunk> drain() {
        List<MemoryChunk> all = new ArrayList<>(chunks);
        chunks.clear();
        bytes = 0;
        return all;
    }

    @Override
    public void close() {
        drain().forEach(RowChunk::release);
    }
}
