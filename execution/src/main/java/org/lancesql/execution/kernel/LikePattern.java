package org.lancesql.execution.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * A LIKE pattern as the runs of bytes between its percent signs. The first run is tied to the start of the text, the last
 * to its end, and those between are found from left to right, which is right for LIKE because a run matches texts of only
 * one number of code points.
 */
final class LikePattern {
    /** Stands for an underscore in a run; no byte of UTF-8 has this value. */
    private static final byte ANY = (byte) 0xFF;

    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final List<byte[]> runs;

    private LikePattern(List<byte[]> runs) {
        this.runs = runs;
    }

    /**
     * Reads a pattern.
     *
     * @param escape the escape character, or null for none
     * @param ignoreCase whether texts come {@linkplain #fold folded}
     * @throws org.lancesql.execution.EvaluationException INVALID_ARGUMENT when an escape is followed by anything but
     *     itself, an underscore or a percent sign, or is not one character
     */
    static LikePattern compile(String pattern, @Nullable String escape, boolean ignoreCase) {
        if (escape != null && escape.codePointCount(0, escape.length()) != 1) {
            throw Errors.invalidArgument("The escape of LIKE must be one character, not '" + escape + "'");
        }
        int escapePoint = escape == null ? -1 : escape.codePointAt(0);
        int[] points = pattern.codePoints().toArray();
        List<byte[]> runs = new ArrayList<>();
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        for (int i = 0; i < points.length; i++) {
            if (points[i] == escapePoint) {
                i++;
                checkEscaped(pattern, i < points.length ? points[i] : -1, escapePoint);
                run.writeBytes(bytes(points[i], ignoreCase));
            } else if (points[i] == '%') {
                runs.add(run.toByteArray());
                run.reset();
            } else if (points[i] == '_') {
                run.write(ANY);
            } else {
                run.writeBytes(bytes(points[i], ignoreCase));
            }
        }
        runs.add(run.toByteArray());
        return new LikePattern(runs);
    }

    private static void checkEscaped(String pattern, int point, int escapePoint) {
        if (point != '%' && point != '_' && point != escapePoint) {
            throw Errors.invalidArgument("In the pattern '" + pattern + "' the escape character is not followed by"
                    + " a percent sign, an underscore or itself");
        }
    }

    private static byte[] bytes(int point, boolean ignoreCase) {
        return Character.toString(ignoreCase ? fold(point) : point).getBytes(StandardCharsets.UTF_8);
    }

    /** One code point for all that differ only in case. */
    static int fold(int point) {
        return Character.toLowerCase(Character.toUpperCase(point));
    }

    boolean matches(long start, int length) {
        long end = start + length;
        byte[] first = runs.get(0);
        long at = matchAt(first, start, end);
        int last = runs.size() - 1;
        if (last == 0 || at < 0) {
            return at == end;
        }
        for (int i = 1; i < last; i++) {
            at = find(runs.get(i), at, end);
            if (at < 0) {
                return false;
            }
        }
        return endsWith(runs.get(last), at, end);
    }

    /** Where the text goes on behind a run that starts at an address, or -1 when the run is not there. */
    private static long matchAt(byte[] run, long start, long end) {
        long at = start;
        for (byte expected : run) {
            if (at >= end) {
                return -1;
            }
            if (expected == ANY) {
                at = Bytes.skip(at, end, 1);
            } else if (MemoryUtil.getByte(at++) != expected) {
                return -1;
            }
        }
        return at;
    }

    /** Where the text goes on behind the first occurrence of a run, or -1. */
    private static long find(byte[] run, long start, long end) {
        if (run.length == 0) {
            return start;
        }
        byte first = run[0];
        for (long at = start; at + run.length <= end; at++) {
            if (first != ANY) {
                at = findByte(first, at, end);
            }
            if (first != ANY || Bytes.startsCodePoint(MemoryUtil.getByte(at))) {
                long behind = matchAt(run, at, end);
                if (behind >= 0) {
                    return behind;
                }
            }
        }
        return -1;
    }

    /**
     * The address of the first byte of a value, or {@code end}; eight at a time, of which one is zero where the difference
     * to the value borrows from its highest bit (Warren, "Hacker's Delight", section 6-1).
     */
    private static long findByte(byte value, long start, long end) {
        long repeated = (value & 0xFFL) * LOW_BITS;
        long at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long difference = MemoryUtil.getLong(at) ^ repeated;
            long zeros = difference - LOW_BITS & ~difference & HIGH_BITS;
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (at < end && MemoryUtil.getByte(at) != value) {
            at++;
        }
        return at;
    }

    private static boolean endsWith(byte[] run, long start, long end) {
        int codePoints = 0;
        for (byte value : run) {
            codePoints += value == ANY || Bytes.startsCodePoint(value) ? 1 : 0;
        }
        long at = Bytes.skipBack(start, end, codePoints);
        return at >= start && matchAt(run, at, end) == end;
    }
}
