package org.lancesql.execution.kernel;

import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Selects from the rows {@code [0, size)} those whose stored number lies inside a range, or outside, straight from memory.
 * A range is given as the shift that moves its lowest number to the least long, and its highest number so shifted, which
 * makes one comparison of both bounds; {@code flip} is 1 to select outside, else 0.
 */
final class RangeScan {
    private RangeScan() {}

    /** Tells whether there is a scan for a format. */
    static boolean supports(LongFormat format) {
        return format == LongFormat.INT32 || format == LongFormat.INT64 || format == LongFormat.DECIMAL64;
    }

    static int select(LongFormat format, long address, int size, long shift, long limit, int flip, int[] selected) {
        return format == LongFormat.INT32
                ? selectInts(address, size, shift, limit, flip, selected)
                : selectLongs(address, format == LongFormat.INT64 ? 8 : 16, size, shift, limit, flip, selected);
    }

    private static int selectInts(long address, int size, long shift, long limit, int flip, int[] selected) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            selected[count] = i;
            count += Branchless.lessOrEqual(MemoryUtil.getInt(address + 4L * i) + shift, limit) ^ flip;
        }
        return count;
    }

    private static int selectLongs(
            long address, long stride, int size, long shift, long limit, int flip, int[] selected) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            selected[count] = i;
            count += Branchless.lessOrEqual(MemoryUtil.getLong(address + stride * i) + shift, limit) ^ flip;
        }
        return count;
    }
}
