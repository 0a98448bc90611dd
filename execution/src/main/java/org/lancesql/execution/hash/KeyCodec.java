package org.lancesql.execution.hash;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ByteRuns;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/**
 * Writes some columns of a batch as one run of bytes for each row, and reads them back. Rows that are equal in SQL, nulls
 * included, have equal bytes: NaN is one value, -0.0 is 0.0.
 *
 * <p>A key is a byte for each column that is 1 for null; then the values, of fixed width each, of strings and binaries
 * their lengths; then the bytes of strings and binaries; then zeros up to a multiple of eight bytes.
 */
public final class KeyCodec {
    private final List<Field> fields;
    private final List<KeyPart> parts = new ArrayList<>();
    private final int fixedBytes;

    /** @param fields types of the columns, each of which {@link #supports} */
    public KeyCodec(List<Field> fields) {
        this.fields = List.copyOf(fields);
        int bytes = fields.size();
        for (Field field : fields) {
            KeyPart part = Objects.requireNonNull(KeyPart.of(field), () -> field + " cannot be part of a key");
            parts.add(part);
            bytes += part.width;
        }
        this.fixedBytes = bytes;
    }

    /** Whether a column of this type can be part of a key: all scalar types can. */
    public static boolean supports(Field field) {
        return KeyPart.of(field) != null;
    }

    /** The keys of some rows. */
    public static final class Keys implements AutoCloseable {
        private final GrowingBuffer buffer;
        private long[] starts = new long[0];
        private int count;

        public Keys(BufferAllocator allocator) {
            this.buffer = new GrowingBuffer(allocator);
        }

        public int count() {
            return count;
        }

        /** Address of a key. */
        public long address(int index) {
            return buffer.address() + starts[index];
        }

        /** Bytes of a key, a multiple of eight. */
        public int length(int index) {
            return (int) (starts[index + 1] - starts[index]);
        }

        @Override
        public void close() {
            buffer.close();
            count = 0;
        }
    }

    /** Writes the keys of the selected rows. */
    public void write(Batch batch, int[] columns, Selection rows, Keys keys) {
        List<FieldVector> vectors = new ArrayList<>();
        for (int column : columns) {
            vectors.add(batch.column(column));
        }
        int count = rows.size();
        keys.count = count;
        keys.starts = starts(vectors, rows);
        keys.buffer.ensure(keys.starts[count]);
        long base = keys.buffer.address();
        MemoryUtil.setMemory(base, keys.starts[count], (byte) 0);
        long[] targets = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            targets[i] = base + keys.starts[i] + parts.size();
            ends[i] = base + keys.starts[i] + fixedBytes;
        }
        for (int part = 0; part < parts.size(); part++) {
            write(part, vectors.get(part), rows, base, keys.starts, targets, ends);
        }
    }

    private long[] starts(List<FieldVector> vectors, Selection rows) {
        long[] starts = new long[rows.size() + 1];
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part).hasBytes()) {
                FieldVector vector = vectors.get(part);
                long validity = KeyPart.validity(vector);
                long offsets = vector.getOffsetBufferAddress();
                for (int i = 0; i < rows.size(); i++) {
                    int row = rows.position(i);
                    starts[i + 1] += KeyPart.isNull(validity, row) ? 0 : KeyPart.length(offsets, row);
                }
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            starts[i + 1] = starts[i] + (starts[i + 1] + fixedBytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
        return starts;
    }

    /** Writes one column and moves {@code targets}, and for strings {@code ends}, behind what it wrote. */
    private void write(
            int part, FieldVector vector, Selection rows, long base, long[] starts, long[] targets, long[] ends) {
        int width = parts.get(part).width;
        if (KeyPart.isAllNull(vector)) {
            for (int i = 0; i < targets.length; i++) {
                MemoryUtil.putByte(base + starts[i] + part, (byte) 1);
                targets[i] += width;
            }
            return;
        }
        parts.get(part).write(vector, rows, targets);
        long validity = KeyPart.validity(vector);
        if (parts.get(part).hasBytes()) {
            copyBytes(vector, validity, rows, ends);
        }
        for (int i = 0; i < targets.length; i++) {
            if (KeyPart.isNull(validity, rows.position(i))) {
                // What stands in the slot of a null may be anything.
                MemoryUtil.setMemory(targets[i], width, (byte) 0);
                MemoryUtil.putByte(base + starts[i] + part, (byte) 1);
            }
            targets[i] += width;
        }
    }

    private static void copyBytes(FieldVector vector, long validity, Selection rows, long[] ends) {
        long data = vector.getDataBufferAddress();
        long offsets = vector.getOffsetBufferAddress();
        for (int i = 0; i < ends.length; i++) {
            int row = rows.position(i);
            if (!KeyPart.isNull(validity, row)) {
                int length = KeyPart.length(offsets, row);
                ByteRuns.copy(data + MemoryUtil.getInt(offsets + (long) Integer.BYTES * row), ends[i], length);
                ends[i] += length;
            }
        }
    }

    /**
     * Reads keys back as columns.
     *
     * @param addresses of the keys
     */
    public List<FieldVector> read(long[] addresses, BufferAllocator allocator) {
        long[] bytes = new long[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            bytes[i] = addresses[i] + fixedBytes;
        }
        int at = parts.size();
        try (OwnedVectors vectors = new OwnedVectors()) {
            for (int part = 0; part < parts.size(); part++) {
                boolean isText = parts.get(part).hasBytes();
                FieldVector vector = vectors.add(
                        isText
                                ? fields.get(part).createVector(allocator)
                                : Vectors.create(fields.get(part), allocator, addresses.length));
                if (isText) {
                    readBytes(part, at, addresses, bytes, (BaseVariableWidthVector) vector);
                } else {
                    read(part, at, addresses, vector);
                }
                vector.setValueCount(addresses.length);
                at += parts.get(part).width;
            }
            return vectors.release();
        }
    }

    private void read(int part, int at, long[] addresses, FieldVector vector) {
        if (KeyPart.isAllNull(vector)) {
            return;
        }
        for (int row = 0; row < addresses.length; row++) {
            if (MemoryUtil.getByte(addresses[row] + part) == 0) {
                parts.get(part).read(addresses[row] + at, vector, row);
            }
        }
    }

    /** Reads strings or binaries, whose bytes start at {@code bytes}, and moves these behind them. */
    private static void readBytes(int part, int at, long[] addresses, long[] bytes, BaseVariableWidthVector vector) {
        int[] ends = new int[addresses.length];
        int total = 0;
        for (int row = 0; row < addresses.length; row++) {
            total = Math.addExact(total, MemoryUtil.getInt(addresses[row] + at));
            ends[row] = total;
        }
        vector.allocateNew(total, addresses.length);
        long data = vector.getDataBufferAddress();
        long offsets = vector.getOffsetBufferAddress();
        int start = 0;
        MemoryUtil.putInt(offsets, 0);
        for (int row = 0; row < addresses.length; row++) {
            ByteRuns.copy(bytes[row], data + start, ends[row] - start);
            bytes[row] += ends[row] - start;
            start = ends[row];
            MemoryUtil.putInt(offsets + (long) Integer.BYTES * (row + 1), start);
            if (MemoryUtil.getByte(addresses[row] + part) == 0) {
                KeyPart.setValid(vector, row);
            }
        }
        vector.setLastSet(addresses.length - 1);
    }
}
