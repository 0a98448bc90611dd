package org.lancesql.execution.sort;

import org.apache.arrow.memory.util.MemoryUtil;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowAddress;

/** Booleans, integers, dates, times and all else that is stored as a signed integer. */
final class LongKey extends KeyColumn {
    private final int bytes;

    /** @param bytes width of a value; 0 for bits */
    LongKey(ColumnMemory memory, int bytes) {
        super(memory);
        this.bytes = bytes;
    }

    private long value(long row) {
        long data = memory.data(row);
        int position = RowAddress.position(row);
        return switch (bytes) {
            case 4 -> MemoryUtil.getInt(data + 4L * position);
            case 8 -> MemoryUtil.getLong(data + 8L * position);
            case 0 -> MemoryUtil.getByte(data + (position >> 3)) >> (position & 7) & 1;
            case 1 -> MemoryUtil.getByte(data + position);
            default -> MemoryUtil.getShort(data + 2L * position);
        };
    }

    @Override
    int compare(long left, long right) {
        return Long.compare(value(left), value(right));
    }

    @Override
    long word(long row, int depth) {
        return value(row) ^ Long.MIN_VALUE;
    }
}
