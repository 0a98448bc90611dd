package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Selection;

/** The least, greatest or first of floating-point numbers: NaN is the greatest, -0.0 equals 0.0. */
final class DoubleExtreme extends Accumulator {
    private final Extreme extreme;

    DoubleExtreme(Extreme extreme, Field result, BufferAllocator allocator) {
        super(result, Double.BYTES, allocator);
        this.extreme = extreme;
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        for (int i = 0; i < rows.size(); i++) {
            put(number(argument, rows.position(i)), groups[i]);
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        put(Double.longBitsToDouble(MemoryUtil.getLong(other.state.address() + (long) Double.BYTES * from)), group);
    }

    private void put(double value, int group) {
        long at = state.address() + (long) Double.BYTES * group;
        if (!isSeen(group) || extreme.prefers(compare(value, Double.longBitsToDouble(MemoryUtil.getLong(at))))) {
            MemoryUtil.putLong(at, Double.doubleToRawLongBits(value));
            MemoryUtil.putByte(seen.address() + group, (byte) 1);
        }
    }

    private static double number(FieldVector vector, int row) {
        return vector instanceof Float8Vector doubles ? doubles.get(row) : ((Float4Vector) vector).get(row);
    }

    private static int compare(double left, double right) {
        return Double.compare(left + 0.0, right + 0.0);
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        double value = Double.longBitsToDouble(MemoryUtil.getLong(state.address() + (long) Double.BYTES * group));
        if (vector instanceof Float8Vector doubles) {
            doubles.set(row, value);
        } else {
            ((Float4Vector) vector).set(row, (float) value);
        }
    }
}
