package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Selection;
import org.lancesql.execution.hash.GrowingBuffer;

/**
 * The least, greatest or first of strings or binaries, by unsigned bytes.
 *
 * <p>The state of a group is where its value starts and how long it is, in a buffer that values are appended to. When the
 * buffer would grow and half of it is values that others have taken the place of, it is written anew.
 */
final class BytesExtreme extends Accumulator {
    private static final int STATE_BYTES = Long.BYTES + Integer.BYTES;

    private final Extreme extreme;
    private final BufferAllocator allocator;
    private GrowingBuffer bytes;
    private long usedBytes;
    private long liveBytes;

    BytesExtreme(Extreme extreme, Field result, BufferAllocator allocator) {
        super(result, STATE_BYTES, allocator);
        this.extreme = extreme;
        this.allocator = allocator;
        this.bytes = new GrowingBuffer(allocator);
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        long data = argument.getDataBufferAddress();
        long offsets = argument.getOffsetBufferAddress();
        for (int i = 0; i < rows.size(); i++) {
            long offset = offsets + (long) Integer.BYTES * rows.position(i);
            int start = MemoryUtil.getInt(offset);
            int length = MemoryUtil.getInt(offset + Integer.BYTES) - start;
            offer(groups[i], data + start, length);
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        BytesExtreme that = (BytesExtreme) other;
        offer(group, that.start(from), that.length(from));
    }

    private void offer(int group, long value, int length) {
        if (!isSeen(group) || extreme.prefers(compare(value, length, start(group), length(group)))) {
            put(group, value, length);
        }
    }

    private long slot(int group) {
        return state.address() + (long) STATE_BYTES * group;
    }

    private long start(int group) {
        return bytes.address() + MemoryUtil.getLong(slot(group));
    }

    private int length(int group) {
        return MemoryUtil.getInt(slot(group) + Long.BYTES);
    }

    private void put(int group, long value, int length) {
        liveBytes += length - (isSeen(group) ? length(group) : 0);
        MemoryUtil.putByte(seen.address() + group, (byte) 1);
        MemoryUtil.putInt(slot(group) + Long.BYTES, 0);
        if (usedBytes + length > bytes.capacity() && usedBytes > 2 * liveBytes) {
            rewrite();
        }
        bytes.ensure(usedBytes + length);
        MemoryUtil.copyMemory(value, bytes.address() + usedBytes, length);
        MemoryUtil.putLong(slot(group), usedBytes);
        MemoryUtil.putInt(slot(group) + Long.BYTES, length);
        usedBytes += length;
    }

    private void rewrite() {
        GrowingBuffer rewritten = new GrowingBuffer(allocator);
        try {
            rewritten.ensure(liveBytes);
            long used = 0;
            for (int group = 0; group < seen.capacity(); group++) {
                if (isSeen(group)) {
                    int length = length(group);
                    MemoryUtil.copyMemory(start(group), rewritten.address() + used, length);
                    MemoryUtil.putLong(slot(group), used);
                    used += length;
                }
            }
            usedBytes = used;
        } catch (Throwable failure) {
            rewritten.close();
            throw failure;
        }
        bytes.close();
        bytes = rewritten;
    }

    private static int compare(long left, int leftLength, long right, int rightLength) {
        int common = Math.min(leftLength, rightLength);
        for (int i = 0; i < common; i++) {
            int difference = (MemoryUtil.getByte(left + i) & 0xFF) - (MemoryUtil.getByte(right + i) & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(leftLength, rightLength);
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        byte[] value = new byte[length(group)];
        MemoryUtil.copyFromMemory(start(group), value, 0, value.length);
        ((BaseVariableWidthVector) vector).setSafe(row, value);
    }

    @Override
    public void close() {
        super.close();
        bytes.close();
    }
}
