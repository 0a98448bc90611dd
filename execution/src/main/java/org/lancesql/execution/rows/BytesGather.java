package org.lancesql.execution.rows;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ByteRuns;

/** Copies strings and binaries. */
final class BytesGather extends ColumnGather {
    private static final long MAX_BYTES = 1L << 26;

    private final int longest;

    BytesGather(Field field, ColumnMemory source) {
        super(field, source);
        this.longest = source.longest();
    }

    @Override
    int fit(long[] addresses, int from, int to) {
        if ((long) longest * (to - from) <= MAX_BYTES) {
            return to;
        }
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += length(addresses[i]);
            if (bytes > MAX_BYTES) {
                return Math.max(i, from + 1);
            }
        }
        return to;
    }

    @Override
    FieldVector create(RowRun rows, BufferAllocator allocator) {
        // Memory comes with the copy, when the number of bytes is known.
        return rows.count() == 0 ? super.create(rows, allocator) : field.createVector(allocator);
    }

    @Override
    void copy(RowRun rows, FieldVector target) {
        int count = rows.count();
        long[] starts = new long[count];
        int[] ends = new int[count];
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            long row = rows.address(i);
            if (!isNull(row)) {
                starts[i] = source.data(row) + source.start(row);
                bytes = Math.addExact(bytes, source.length(row));
            }
            ends[i] = bytes;
        }
        ((BaseVariableWidthVector) target).allocateNew(bytes, count);
        copyValidity(rows, target);
        copyBytes(starts, ends, target.getDataBufferAddress(), target.getOffsetBufferAddress());
        ((BaseVariableWidthVector) target).setLastSet(count - 1);
    }

    private static void copyBytes(long[] starts, int[] ends, long data, long offsets) {
        int at = 0;
        MemoryUtil.putInt(offsets, 0);
        for (int i = 0; i < ends.length; i++) {
            if (ends[i] > at) {
                ByteRuns.copy(starts[i], data + at, ends[i] - at);
            }
            at = ends[i];
            MemoryUtil.putInt(offsets + 4L * i + 4, at);
        }
    }

    private int length(long row) {
        return isNull(row) ? 0 : source.length(row);
    }
}
