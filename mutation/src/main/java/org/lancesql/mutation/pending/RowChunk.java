package org.lancesql.mutation.pending;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.ScanRequest;

/** Added rows that came together. Never changes; freed when the last of those that share it lets go of it. */
abstract sealed class RowChunk permits MemoryChunk, StagedChunk {
    private final int number;
    private final int rowCount;
    private final long @Nullable [] ids;
    private final AtomicInteger references = new AtomicInteger(1);

    /** @param ids of the rows that these take the place of, one for each row, or null for rows that take none's */
    RowChunk(int number, int rowCount, long @Nullable [] ids) {
        if (ids != null && ids.length != rowCount) {
            throw new IllegalArgumentException(ids.length + " ids for " + rowCount + " rows");
        }
        this.number = number;
        this.rowCount = rowCount;
        this.ids = ids;
    }

    /** What tells the chunk from the others of its transaction. */
    final int number() {
        return number;
    }

    final int rowCount() {
        return rowCount;
    }

    /** Whether the rows take the place of others, whose ids they keep where the table can do that. */
    final boolean keepsIds() {
        return ids != null;
    }

    /** The id of a row, or -1. */
    final long id(int ordinal) {
        return ids == null ? -1 : ids[ordinal];
    }

    /** The ids of all rows. */
    final long[] ids() {
        return requireNonNull(ids, "the rows have no ids");
    }

    final RowChunk retain() {
        references.updateAndGet(count -> {
            if (count == 0) {
                throw new IllegalStateException("rows are used after they were freed");
            }
            return count + 1;
        });
        return this;
    }

    final void release() {
        int left = references.decrementAndGet();
        if (left == 0) {
            free();
        } else if (left < 0) {
            throw new IllegalStateException("rows are freed twice");
        }
    }

    /** Bytes of Arrow memory that the rows take. */
    abstract long memoryBytes();

    /** Reads all rows in order. */
    final ChunkReader open(List<String> columns, BufferAllocator allocator) {
        return columns.isEmpty() ? new Counting() : openColumns(columns, allocator);
    }

    abstract ChunkReader openColumns(List<String> columns, BufferAllocator allocator);

    abstract void free();

    /** Reads the rows of a chunk in order. */
    interface ChunkReader extends AutoCloseable {
        /** The next rows or null; owned by the caller. */
        @Nullable Piece next();

        @Override
        void close();
    }

    /**
     * Successive rows of a chunk.
     *
     * @param first ordinal of the first
     */
    record Piece(int first, int rows, List<FieldVector> vectors) implements AutoCloseable {
        Piece {
            requireNonNull(vectors, "vectors is null");
        }

        @Override
        public void close() {
            vectors.forEach(FieldVector::close);
        }
    }

    /** Rows of which no column matters. */
    private final class Counting implements ChunkReader {
        private int next;

        @Override
        public @Nullable Piece next() {
            int rows = Math.min(ScanRequest.BATCH_ROWS, rowCount - next);
            if (rows == 0) {
                return null;
            }
            next += rows;
            return new Piece(next - rows, rows, List.of());
        }

        @Override
        public void close() {}
    }
}
