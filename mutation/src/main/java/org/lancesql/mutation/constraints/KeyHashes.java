package org.lancesql.mutation.constraints;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;
import org.lancesql.execution.hash.KeyCodec;

/** The keys of a batch as hashes: equal for keys that are equal in SQL, the same in every batch. Reused from batch to batch. */
final class KeyHashes implements AutoCloseable {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final KeyColumns columns;
    private final KeyCodec codec;
    private final KeyCodec.Keys keys;
    private final boolean ranged;
    private Batch batch;
    private long[] hashes = new long[0];
    private boolean[] nulls = new boolean[0];

    KeyHashes(KeyColumns columns, BufferAllocator allocator) {
        this.columns = columns;
        this.codec = new KeyCodec(columns.canonical());
        this.keys = new KeyCodec.Keys(allocator);
        this.ranged = isRanged(columns.canonical().get(0));
        this.batch = new Batch(List.of(), 0, Selection.all(0));
    }

    /** Whether {@link #value} tells values of the type apart and orders them. */
    static boolean isRanged(Field canonical) {
        ArrowType type = canonical.getType();
        return type instanceof ArrowType.Int
                || type instanceof ArrowType.Date
                || type instanceof ArrowType.Time
                || type instanceof ArrowType.Timestamp;
    }

    boolean isRanged() {
        return ranged;
    }

    /** Turns to the keys of all rows of a batch, which stays the caller's. */
    void load(Batch next) {
        batch = next;
        codec.write(next, columns.positions(), next.selection(), keys);
        int count = next.rowCount();
        if (hashes.length < count) {
            hashes = new long[count];
            nulls = new boolean[count];
        }
        int parts = columns.positions().length;
        for (int row = 0; row < count; row++) {
            long key = keys.address(row);
            boolean hasNull = false;
            for (int part = 0; part < parts; part++) {
                hasNull |= MemoryUtil.getByte(key + part) != 0;
            }
            nulls[row] = hasNull;
            hashes[row] = hash(key, keys.length(row));
        }
    }

    private static long hash(long key, int length) {
        long hash = length;
        for (int i = 0; i < length; i += Long.BYTES) {
            hash = (hash ^ MemoryUtil.getLong(key + i)) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        hash *= 0xBF58_476D_1CE4_E5B9L;
        return hash ^ hash >>> 32;
    }

    /** Whether a part of the key is null, so that it is like no other. */
    boolean isNull(int row) {
        return nulls[row];
    }

    long hash(int row) {
        return hashes[row];
    }

    /** The first value of the key as a number, where keys are {@linkplain #isRanged ranged}; else 0. */
    long value(int row) {
        if (!ranged) {
            return 0;
        }
        FieldVector vector = batch.column(0);
        long data = vector.getDataBufferAddress();
        return switch (width(vector)) {
            case Byte.BYTES -> MemoryUtil.getByte(data + row);
            case Short.BYTES -> MemoryUtil.getShort(data + (long) Short.BYTES * row);
            case Integer.BYTES -> MemoryUtil.getInt(data + (long) Integer.BYTES * row);
            default -> MemoryUtil.getLong(data + (long) Long.BYTES * row);
        };
    }

    private static int width(FieldVector vector) {
        return ((BaseFixedWidthVector) vector).getTypeWidth();
    }

    @Override
    public void close() {
        keys.close();
    }
}
