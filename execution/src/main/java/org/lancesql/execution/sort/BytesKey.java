package org.lancesql.execution.sort;

import org.apache.arrow.memory.util.MemoryUtil;
import org.lancesql.execution.rows.ColumnMemory;

/**
 * Strings and binaries by unsigned bytes; a prefix comes before what it is a prefix of. UTF-8 orders strings by code
 * points.
 *
 * <p>A word has seven bytes of the value, padded with zeros, and below them how many bytes are left, at most eight.
 */
final class BytesKey extends KeyColumn {
    private static final int WORD_BYTES = 7;
    private static final int MORE = 8;

    BytesKey(ColumnMemory memory) {
        super(memory);
    }

    private long address(long row) {
        return memory.data(row) + memory.start(row);
    }

    @Override
    int compare(long left, long right) {
        int leftLength = memory.length(left);
        int rightLength = memory.length(right);
        int common = Math.min(leftLength, rightLength);
        long leftAddress = address(left);
        long rightAddress = address(right);
        int i = 0;
        for (; i + 8 <= common; i += 8) {
            long leftWord = MemoryUtil.getLong(leftAddress + i);
            long rightWord = MemoryUtil.getLong(rightAddress + i);
            if (leftWord != rightWord) {
                return Long.compareUnsigned(Long.reverseBytes(leftWord), Long.reverseBytes(rightWord));
            }
        }
        for (; i < common; i++) {
            int difference =
                    (MemoryUtil.getByte(leftAddress + i) & 0xFF) - (MemoryUtil.getByte(rightAddress + i) & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(leftLength, rightLength);
    }

    @Override
    long word(long row, int depth) {
        int left = memory.length(row) - WORD_BYTES * depth;
        long address = address(row) + (long) WORD_BYTES * depth;
        if (left >= MORE) {
            return Long.reverseBytes(MemoryUtil.getLong(address)) & ~0xFFL | MORE;
        }
        long word = left;
        for (int i = 0; i < left; i++) {
            word |= (MemoryUtil.getByte(address + i) & 0xFFL) << 56 - 8 * i;
        }
        return word;
    }

    @Override
    boolean settles(long word, int depth) {
        return (word & 0xFF) < MORE;
    }
}
