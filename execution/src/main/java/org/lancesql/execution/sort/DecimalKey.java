package org.lancesql.execution.sort;

import org.apache.arrow.memory.util.MemoryUtil;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowAddress;

/** Decimals of 128 bits with one scale. */
final class DecimalKey extends KeyColumn {
    private static final int MAX_LONG_DIGITS = 18;

    private final boolean fitsLong;

    DecimalKey(ColumnMemory memory, int precision) {
        super(memory);
        this.fitsLong = precision <= MAX_LONG_DIGITS;
    }

    private long low(long row) {
        return MemoryUtil.getLong(memory.data(row) + 16L * RowAddress.position(row));
    }

    private long high(long row) {
        return MemoryUtil.getLong(memory.data(row) + 16L * RowAddress.position(row) + 8);
    }

    @Override
    int compare(long left, long right) {
        int high = Long.compare(high(left), high(right));
        return high != 0 ? high : Long.compareUnsigned(low(left), low(right));
    }

    @Override
    long word(long row, int depth) {
        if (fitsLong) {
            return low(row) ^ Long.MIN_VALUE;
        }
        return depth == 0 ? high(row) ^ Long.MIN_VALUE : low(row);
    }

    @Override
    boolean settles(long word, int depth) {
        return fitsLong || depth == 1;
    }
}
