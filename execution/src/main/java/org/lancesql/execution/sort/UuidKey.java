package org.lancesql.execution.sort;

import org.apache.arrow.memory.util.MemoryUtil;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowAddress;

/** UUIDs by unsigned bytes, which is the order of their text. */
final class UuidKey extends KeyColumn {
    private static final long BYTES = 16;

    UuidKey(ColumnMemory memory) {
        super(memory);
    }

    @Override
    int compare(long left, long right) {
        int result = Long.compareUnsigned(word(left, 0), word(right, 0));
        return result != 0 ? result : Long.compareUnsigned(word(left, 1), word(right, 1));
    }

    @Override
    long word(long row, int depth) {
        long address = memory.data(row) + BYTES * RowAddress.position(row);
        return Long.reverseBytes(MemoryUtil.getLong(address + Long.BYTES * depth));
    }

    @Override
    boolean settles(long word, int depth) {
        return depth == 1;
    }
}
