package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Selection;

/** Adds floating-point numbers, in the order they come. */
final class DoubleSum extends Sum {
    DoubleSum(Field result, boolean zeroForNone, BufferAllocator allocator) {
        super(result, Double.BYTES, zeroForNone, allocator);
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        long values = argument.getDataBufferAddress();
        long sums = state.address();
        for (int i = 0; i < rows.size(); i++) {
            long at = sums + (long) Double.BYTES * groups[i];
            double value = number(values + (long) Double.BYTES * rows.position(i));
            MemoryUtil.putLong(at, Double.doubleToRawLongBits(number(at) + value));
            MemoryUtil.putByte(seen.address() + groups[i], (byte) 1);
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        long at = state.address() + (long) Double.BYTES * group;
        double value = number(other.state.address() + (long) Double.BYTES * from);
        MemoryUtil.putLong(at, Double.doubleToRawLongBits(number(at) + value));
        if (other.isSeen(from)) {
            MemoryUtil.putByte(seen.address() + group, (byte) 1);
        }
    }

    private static double number(long address) {
        return Double.longBitsToDouble(MemoryUtil.getLong(address));
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        ((Float8Vector) vector).set(row, number(state.address() + (long) Double.BYTES * group));
    }
}
