package org.lancesql.mutation.pending;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.pending.RowChunk.ChunkReader;
import org.lancesql.mutation.pending.RowChunk.Piece;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.RowColumns;

/** Reads rows of some chunks, one chunk after the other. */
final class PendingReader implements BatchReader {
    private final List<LiveRows> chunks;
    private final Schema schema;
    private final List<String> stored;
    private final BufferAllocator allocator;
    private int chunk = -1;
    private @Nullable ChunkReader reader;
    private @Nullable VectorSchemaRoot batch;
    private boolean closed;

    /** @param chunks retained until the reader is closed */
    PendingReader(List<LiveRows> chunks, Schema table, List<String> columns, BufferAllocator allocator) {
        this.chunks = List.copyOf(chunks);
        this.schema =
                new Schema(columns.stream().map(column -> field(table, column)).toList());
        this.stored = columns.stream().filter(column -> !isOfRow(column)).toList();
        this.allocator = allocator;
        this.chunks.forEach(rows -> rows.chunk().retain());
    }

    private static boolean isOfRow(String column) {
        return column.equals(RowColumns.ADDRESS) || column.equals(RowColumns.ID);
    }

    private static Field field(Schema table, String column) {
        return isOfRow(column)
                ? new Field(column, FieldType.notNullable(new ArrowType.Int(64, true)), null)
                : table.findField(column);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        closeBatch();
        while (true) {
            ChunkReader open = reader;
            if (open == null) {
                if (chunk + 1 >= chunks.size()) {
                    return null;
                }
                chunk++;
                reader = chunks.get(chunk).chunk().open(stored, allocator);
                continue;
            }
            Piece piece = open.next();
            if (piece == null) {
                open.close();
                reader = null;
                continue;
            }
            try (piece) {
                int[] positions = chunks.get(chunk).positions(piece.first(), piece.rows());
                if (positions.length > 0) {
                    batch = batch(piece, positions);
                    return batch;
                }
            }
        }
    }

    private VectorSchemaRoot batch(Piece piece, int[] positions) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            int next = 0;
            for (Field field : schema.getFields()) {
                vectors.add(
                        isOfRow(field.getName())
                                ? ofRow(field, piece.first(), positions)
                                : live(piece.vectors().get(next++), piece.rows(), positions));
            }
            return new VectorSchemaRoot(schema, vectors, positions.length);
        } catch (Throwable failure) {
            vectors.forEach(FieldVector::close);
            throw failure;
        }
    }

    private FieldVector live(FieldVector vector, int rows, int[] positions) {
        return positions.length == rows
                ? VectorRows.slice(vector, 0, rows, allocator)
                : VectorRows.pick(vector, positions, positions.length, allocator);
    }

    private FieldVector ofRow(Field field, int first, int[] positions) {
        RowChunk rows = chunks.get(chunk).chunk();
        boolean address = field.getName().equals(RowColumns.ADDRESS);
        BigIntVector vector = new BigIntVector(field, allocator);
        try {
            vector.allocateNew(positions.length);
            for (int i = 0; i < positions.length; i++) {
                int ordinal = first + positions[i];
                vector.set(i, address ? PendingAddress.of(rows.number(), ordinal) : rows.id(ordinal));
            }
            vector.setValueCount(positions.length);
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    private void closeBatch() {
        VectorSchemaRoot last = batch;
        if (last != null) {
            batch = null;
            last.close();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        closeBatch();
        ChunkReader open = reader;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            chunks.forEach(rows -> rows.chunk().release());
        }
    }
}
