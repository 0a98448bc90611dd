package org.lancesql.mutation.pending;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.ScanRequest;

/** Rows in Arrow memory. */
final class MemoryChunk extends RowChunk {
    /** Vectors that take more than this and twice what their values need are copied, so that small chunks stay small. */
    private static final long WASTE_BYTES = 1_024;

    private final List<FieldVector> vectors;
    private final long bytes;

    private MemoryChunk(int number, int rowCount, long @Nullable [] ids, List<FieldVector> vectors) {
        super(number, rowCount, ids);
        this.vectors = List.copyOf(vectors);
        this.bytes = vectors.stream().mapToLong(MemoryChunk::capacity).sum() + (ids == null ? 0 : 8L * ids.length);
    }

    /** Takes the rows out of {@code rows}, which is empty afterwards. */
    static MemoryChunk take(int number, VectorSchemaRoot rows, long @Nullable [] ids, BufferAllocator allocator) {
        int count = rows.getRowCount();
        List<FieldVector> kept = new ArrayList<>();
        try {
            for (FieldVector vector : rows.getFieldVectors()) {
                kept.add(
                        isWasteful(vector)
                                ? VectorRows.copy(List.of(vector), allocator)
                                : VectorRows.slice(vector, 0, count, allocator));
            }
            return new MemoryChunk(number, count, ids, kept);
        } catch (Throwable failure) {
            kept.forEach(FieldVector::close);
            throw failure;
        } finally {
            rows.clear();
        }
    }

    /** The same rows in memory that nobody else uses, however long they stay; in the place of this chunk. */
    MemoryChunk settle(BufferAllocator allocator) {
        List<FieldVector> own = new ArrayList<>();
        try {
            for (FieldVector vector : vectors) {
                own.add(VectorRows.own(vector, allocator));
            }
            MemoryChunk settled = new MemoryChunk(number(), rowCount(), keepsIds() ? ids() : null, own);
            release();
            return settled;
        } catch (Throwable failure) {
            own.forEach(FieldVector::close);
            throw failure;
        }
    }

    /** The same rows, and those of other chunks of the same kind, as one. */
    static MemoryChunk merge(int number, List<MemoryChunk> chunks, BufferAllocator allocator) {
        int count = chunks.stream().mapToInt(RowChunk::rowCount).sum();
        long[] ids = chunks.get(0).keepsIds() ? ids(chunks) : null;
        List<FieldVector> merged = new ArrayList<>();
        try {
            for (int column = 0; column < chunks.get(0).vectors.size(); column++) {
                List<FieldVector> parts = new ArrayList<>();
                for (MemoryChunk chunk : chunks) {
                    parts.add(chunk.vectors.get(column));
                }
                merged.add(VectorRows.copy(parts, allocator));
            }
            return new MemoryChunk(number, count, ids, merged);
        } catch (Throwable failure) {
            merged.forEach(FieldVector::close);
            throw failure;
        }
    }

    /** The ids of all rows of some chunks. */
    static long[] ids(List<MemoryChunk> chunks) {
        LongStream.Builder ids = LongStream.builder();
        for (MemoryChunk chunk : chunks) {
            for (int row = 0; row < chunk.rowCount(); row++) {
                ids.add(chunk.id(row));
            }
        }
        return ids.build().toArray();
    }

    private static boolean isWasteful(FieldVector vector) {
        long capacity = capacity(vector);
        return capacity > WASTE_BYTES && capacity > 2L * vector.getBufferSize();
    }

    private static long capacity(FieldVector vector) {
        long bytes = 0;
        for (ArrowBuf buffer : vector.getBuffers(false)) {
            bytes += buffer.capacity();
        }
        return bytes;
    }

    @Override
    long memoryBytes() {
        return bytes;
    }

    @Override
    ChunkReader openColumns(List<String> columns, BufferAllocator allocator) {
        List<FieldVector> read = columns.stream().map(this::vector).toList();
        return new ChunkReader() {
            private int next;

            @Override
            public @Nullable Piece next() {
                int rows = Math.min(ScanRequest.BATCH_ROWS, rowCount() - next);
                if (rows == 0) {
                    return null;
                }
                List<FieldVector> slices = new ArrayList<>();
                try {
                    read.forEach(vector -> slices.add(VectorRows.slice(vector, next, rows, allocator)));
                } catch (Throwable failure) {
                    slices.forEach(FieldVector::close);
                    throw failure;
                }
                next += rows;
                return new Piece(next - rows, rows, slices);
            }

            @Override
            public void close() {}
        };
    }

    /** Puts the rows into an empty root of the same columns, which shares their memory. */
    void copyTo(VectorSchemaRoot root) {
        for (int column = 0; column < vectors.size(); column++) {
            vectors.get(column).makeTransferPair(root.getVector(column)).splitAndTransfer(0, rowCount());
        }
        root.setRowCount(rowCount());
    }

    private FieldVector vector(String column) {
        return vectors.stream()
                .filter(vector -> vector.getName().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("pending rows have no column " + column));
    }

    @Override
    void free() {
        vectors.forEach(FieldVector::close);
    }
}
