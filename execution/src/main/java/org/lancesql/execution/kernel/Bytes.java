package org.lancesql.execution.kernel;

import org.apache.arrow.memory.util.MemoryUtil;
import org.lancesql.execution.ByteRuns;

/** Runs of bytes in memory, most of them text in UTF-8. */
final class Bytes {
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private Bytes() {}

    /** Compares by unsigned bytes; a prefix comes before what it is a prefix of. */
    static int compare(long left, int leftLength, long right, int rightLength) {
        int common = Math.min(leftLength, rightLength);
        int i = 0;
        for (; i + 8 <= common; i += 8) {
            long l = MemoryUtil.getLong(left + i);
            long r = MemoryUtil.getLong(right + i);
            if (l != r) {
                return Long.compareUnsigned(Long.reverseBytes(l), Long.reverseBytes(r));
            }
        }
        for (; i < common; i++) {
            int difference = (MemoryUtil.getByte(left + i) & 0xFF) - (MemoryUtil.getByte(right + i) & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return leftLength - rightLength;
    }

    static byte[] copy(long address, int length) {
        byte[] bytes = new byte[length];
        MemoryUtil.copyFromMemory(address, bytes, 0, length);
        return bytes;
    }

    /** Whether a byte starts a code point, that is, does not continue one. */
    static boolean startsCodePoint(byte value) {
        return (value & 0xC0) != 0x80;
    }

    static int codePoints(long address, int length) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += startsCodePoint(MemoryUtil.getByte(address + i)) ? 1 : 0;
        }
        return count;
    }

    /** The address {@code count} code points behind {@code address}, or {@code end} when there are fewer. */
    static long skip(long address, long end, long count) {
        long at = address;
        long left = count;
        for (; left >= 8 && at + 8 <= end && (MemoryUtil.getLong(at) & NOT_ASCII) == 0; left -= 8) {
            at += 8;
        }
        if (left < 8 && at + 8 <= end && (MemoryUtil.getLong(at) & notAscii((int) left + 1)) == 0) {
            // The byte behind those that are skipped is looked at too: it starts a code point.
            return at + left;
        }
        for (; left > 0 && at < end; left--) {
            at++;
            while (at < end && !startsCodePoint(MemoryUtil.getByte(at))) {
                at++;
            }
        }
        return at;
    }

    /** The address {@code count} code points before {@code end}, or {@code start - 1} when there are fewer. */
    static long skipBack(long start, long end, int count) {
        long at = end;
        for (int left = count; left > 0; left--) {
            do {
                at--;
            } while (at >= start && !startsCodePoint(MemoryUtil.getByte(at)));
            if (at < start) {
                return start - 1;
            }
        }
        return at;
    }

    /** The address of the first occurrence of a run of bytes, or -1; an empty run occurs at the start. */
    static long find(long start, long end, long sought, int soughtLength) {
        if (soughtLength == 0) {
            return start;
        }
        byte first = MemoryUtil.getByte(sought);
        for (long at = start; at + soughtLength <= end; at++) {
            if (MemoryUtil.getByte(at) == first && ByteRuns.equal(at, sought, soughtLength)) {
                return at;
            }
        }
        return -1;
    }

    /** The bits that are 0 in the first {@code count} bytes of a word, at most 8, when these are characters of ASCII. */
    static long notAscii(int count) {
        return NOT_ASCII >>> Byte.SIZE * (Long.BYTES - count);
    }

    static boolean isAscii(long address, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if ((MemoryUtil.getLong(address + i) & NOT_ASCII) != 0) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (MemoryUtil.getByte(address + i) < 0) {
                return false;
            }
        }
        return true;
    }
}
