package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Selection;

/** The least, greatest or first of values of 16 bytes: decimals of one scale, or UUIDs. */
final class WideExtreme extends Accumulator {
    private static final int BYTES = 2 * Long.BYTES;

    private final Extreme extreme;
    private final Order order;

    /** Compares the values at two addresses. */
    private interface Order {
        int compare(long left, long right);
    }

    private WideExtreme(Extreme extreme, Order order, Field result, BufferAllocator allocator) {
        super(result, BYTES, allocator);
        this.extreme = extreme;
        this.order = order;
    }

    static WideExtreme ofDecimals(Extreme extreme, Field result, BufferAllocator allocator) {
        return new WideExtreme(extreme, WideExtreme::compareDecimals, result, allocator);
    }

    static WideExtreme ofUuids(Extreme extreme, Field result, BufferAllocator allocator) {
        return new WideExtreme(extreme, WideExtreme::compareBytes, result, allocator);
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        long values = argument.getDataBufferAddress();
        for (int i = 0; i < rows.size(); i++) {
            put(values + (long) BYTES * rows.position(i), groups[i]);
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        put(other.state.address() + (long) BYTES * from, group);
    }

    private void put(long value, int group) {
        long at = state.address() + (long) BYTES * group;
        if (!isSeen(group) || extreme.prefers(order.compare(value, at))) {
            MemoryUtil.copyMemory(value, at, BYTES);
            MemoryUtil.putByte(seen.address() + group, (byte) 1);
        }
    }

    private static int compareDecimals(long left, long right) {
        int high = Long.compare(MemoryUtil.getLong(left + Long.BYTES), MemoryUtil.getLong(right + Long.BYTES));
        return high != 0 ? high : Long.compareUnsigned(MemoryUtil.getLong(left), MemoryUtil.getLong(right));
    }

    private static int compareBytes(long left, long right) {
        int high = compareWords(left, right);
        return high != 0 ? high : compareWords(left + Long.BYTES, right + Long.BYTES);
    }

    private static int compareWords(long left, long right) {
        return Long.compareUnsigned(
                Long.reverseBytes(MemoryUtil.getLong(left)), Long.reverseBytes(MemoryUtil.getLong(right)));
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        ((BaseFixedWidthVector) vector).setIndexDefined(row);
        MemoryUtil.copyMemory(
                state.address() + (long) BYTES * group, vector.getDataBufferAddress() + (long) BYTES * row, BYTES);
    }
}
