package org.lancesql.execution.kernel;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.lancesql.execution.Selection;

/** Bitmaps of the rows that are not null, and of boolean values. */
final class Validity {
    private Validity() {}

    /** Makes the rows {@code [0, length)} of {@code result} null where any argument is null. */
    static void combine(Arguments arguments, int length, FieldVector result) {
        long target = result.getValidityBufferAddress();
        int bytes = (length + 7) / 8;
        MemoryUtil.setMemory(target, bytes, (byte) -1);
        for (Argument argument : arguments.all()) {
            if (argument.isNullConstant() || argument.vector() instanceof NullVector) {
                MemoryUtil.setMemory(target, bytes, (byte) 0);
            } else if (!argument.isConstant() && argument.hasNulls()) {
                and(target, argument.validityAddress(), bytes);
            }
        }
    }

    private static void and(long target, long source, int bytes) {
        int i = 0;
        for (; i + 8 <= bytes; i += 8) {
            MemoryUtil.putLong(target + i, MemoryUtil.getLong(target + i) & MemoryUtil.getLong(source + i));
        }
        for (; i < bytes; i++) {
            MemoryUtil.putByte(target + i, (byte) (MemoryUtil.getByte(target + i) & MemoryUtil.getByte(source + i)));
        }
    }

    /** Marks the rows {@code [0, length)} of {@code result} as not null. */
    static void fill(int length, FieldVector result) {
        MemoryUtil.setMemory(result.getValidityBufferAddress(), (length + 7) / 8, (byte) -1);
    }

    /** The rows whose value is not null. */
    static Selection notNull(FieldVector vector, Selection rows) {
        if (vector instanceof NullVector) {
            return Selections.NONE;
        }
        return vector.getNullCount() == 0 ? rows : selectBits(vector.getValidityBufferAddress(), rows, 1);
    }

    /** The rows whose bit in the bitmap has the given value. */
    static Selection selectBits(long address, Selection rows, int bit) {
        int[] positions = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            int row = rows.position(i);
            positions[count] = row;
            count += bit(address, row) ^ bit ^ 1;
        }
        return count == positions.length ? rows : Selection.of(positions, count);
    }

    static int bit(long address, int row) {
        return MemoryUtil.getByte(address + (row >> 3)) >> (row & 7) & 1;
    }

    static void setBit(long address, int row) {
        long at = address + (row >> 3);
        MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | 1 << (row & 7)));
    }

    static void clearBit(long address, int row) {
        long at = address + (row >> 3);
        MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) & ~(1 << (row & 7))));
    }
}
