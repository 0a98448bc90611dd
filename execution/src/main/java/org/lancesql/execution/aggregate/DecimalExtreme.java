package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Selection;

/** The least, greatest or first of decimals of one scale. */
final class DecimalExtreme extends Accumulator {
    private static final int BYTES = 2 * Long.BYTES;

    private final Extreme extreme;

    DecimalExtreme(Extreme extreme, Field result, BufferAllocator allocator) {
        super(result, BYTES, allocator);
        this.extreme = extreme;
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        long values = argument.getDataBufferAddress();
        for (int i = 0; i < rows.size(); i++) {
            long from = values + (long) BYTES * rows.position(i);
            long at = state.address() + (long) BYTES * groups[i];
            if (!isSeen(groups[i]) || extreme.prefers(compare(from, at))) {
                MemoryUtil.copyMemory(from, at, BYTES);
                MemoryUtil.putByte(seen.address() + groups[i], (byte) 1);
            }
        }
    }

    private static int compare(long left, long right) {
        int high = Long.compare(MemoryUtil.getLong(left + Long.BYTES), MemoryUtil.getLong(right + Long.BYTES));
        return high != 0 ? high : Long.compareUnsigned(MemoryUtil.getLong(left), MemoryUtil.getLong(right));
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        ((DecimalVector) vector).setIndexDefined(row);
        MemoryUtil.copyMemory(
                state.address() + (long) BYTES * group, vector.getDataBufferAddress() + (long) BYTES * row, BYTES);
    }
}
