package org.lancesql.execution;

import org.apache.arrow.memory.util.MemoryUtil;

/** Short runs of bytes in memory: a call of the machine's own copy or comparison would cost more than they do. */
public final class ByteRuns {
    private static final int WORD_COPY_BYTES = 64;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private ByteRuns() {}

    /** Copies bytes to memory that does not overlap theirs; short runs by words, the last of which overlaps the one before. */
    public static void copy(long from, long to, int length) {
        if (length > WORD_COPY_BYTES) {
            MemoryUtil.copyMemory(from, to, length);
        } else if (length >= 8) {
            for (int i = 0; i < length - 8; i += 8) {
                MemoryUtil.putLong(to + i, MemoryUtil.getLong(from + i));
            }
            MemoryUtil.putLong(to + length - 8, MemoryUtil.getLong(from + length - 8));
        } else {
            for (int i = 0; i < length; i++) {
                MemoryUtil.putByte(to + i, MemoryUtil.getByte(from + i));
            }
        }
    }

    /** Whether two runs of one length have the same bytes. */
    public static boolean equal(long left, long right, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (MemoryUtil.getLong(left + i) != MemoryUtil.getLong(right + i)) {
                return false;
            }
        }
        if (i + 4 <= length) {
            if (MemoryUtil.getInt(left + i) != MemoryUtil.getInt(right + i)) {
                return false;
            }
            i += 4;
        }
        for (; i < length; i++) {
            if (MemoryUtil.getByte(left + i) != MemoryUtil.getByte(right + i)) {
                return false;
            }
        }
        return true;
    }

    /** A number that equal runs share, of which every bit depends on every byte. */
    public static long hash(long address, int length) {
        long hash = length;
        for (int i = 0; i + 8 <= length; i += 8) {
            hash = mix(hash ^ MemoryUtil.getLong(address + i));
        }
        return mix(hash ^ tail(address, length)) * MULTIPLIER;
    }

    private static long mix(long value) {
        long product = value * MULTIPLIER;
        return product ^ product >>> 32;
    }

    /** What a whole number of words leaves, without reading behind the end: of a run of 8 bytes and more its last 8. */
    private static long tail(long address, int length) {
        if (length >= 8) {
            return MemoryUtil.getLong(address + length - 8);
        } else if (length >= 4) {
            return (MemoryUtil.getInt(address) & 0xFFFF_FFFFL)
                    | (long) MemoryUtil.getInt(address + length - 4) << Integer.SIZE;
        }
        long tail = 0;
        for (int i = 0; i < length; i++) {
            tail |= (MemoryUtil.getByte(address + i) & 0xFFL) << Byte.SIZE * i;
        }
        return tail;
    }
}
