package org.lancesql.execution.sort;

import org.apache.arrow.memory.util.MemoryUtil;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowAddress;

/** Floating-point numbers: NaN equals NaN and is the greatest, -0.0 equals 0.0. */
final class DoubleKey extends KeyColumn {
    private final boolean single;

    DoubleKey(ColumnMemory memory, boolean single) {
        super(memory);
        this.single = single;
    }

    @Override
    int compare(long left, long right) {
        return Long.compareUnsigned(word(left, 0), word(right, 0));
    }

    @Override
    long word(long row, int depth) {
        long data = memory.data(row);
        int position = RowAddress.position(row);
        double value = single
                ? Float.intBitsToFloat(MemoryUtil.getInt(data + 4L * position))
                : Double.longBitsToDouble(MemoryUtil.getLong(data + 8L * position));
        // Adding zero turns -0.0 into 0.0; doubleToLongBits has one pattern for all NaN, above infinity.
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 | Long.MIN_VALUE);
    }
}
