package org.lancesql.calcite.functions;

import java.nio.charset.StandardCharsets;
import org.apache.calcite.linq4j.function.Strict;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;

/**
 * Functions of text as PostgreSQL has them. Lengths and positions count code points; a null argument makes the result
 * null. Generated code calls them.
 */
@Strict
public final class TextFunctions {
    private static final int LONGEST = 1 << 28;

    private TextFunctions() {}

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Index of the character in the text at which a code point begins. */
    private static int index(String text, int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }

    /** The first {@code count} code points; all but the last {@code -count} when it is negative. */
    public static String left(String text, int count) {
        int length = length(text);
        long end = count < 0 ? Math.max(0, (long) length + count) : Math.min(length, count);
        return text.substring(0, index(text, (int) end));
    }

    /** The last {@code count} code points; all but the first {@code -count} when it is negative. */
    public static String right(String text, int count) {
        int length = length(text);
        long begin = count < 0 ? Math.min(length, -(long) count) : Math.max(0, (long) length - count);
        return text.substring(index(text, (int) begin));
    }

    public static String lpad(String text, int length) {
        return lpad(text, length, " ");
    }

    /** Text of exactly {@code length} code points: filled on the left, or cut on the right. */
    public static String lpad(String text, int length, String fill) {
        return padding(text, length, fill) + left(text, Math.max(0, length));
    }

    public static String rpad(String text, int length) {
        return rpad(text, length, " ");
    }

    /** Text of exactly {@code length} code points: filled or cut on the right. An empty fill fills nothing. */
    public static String rpad(String text, int length, String fill) {
        return left(text, Math.max(0, length)) + padding(text, length, fill);
    }

    private static String padding(String text, int length, String fill) {
        if (length > LONGEST) {
            throw new EvaluationException(
                    Reason.INVALID_ARGUMENT, "A text is padded to at most " + LONGEST + " characters; got " + length);
        }
        int missing = length - length(text);
        if (missing <= 0 || fill.isEmpty()) {
            return "";
        }
        int fillLength = length(fill);
        return fill.repeat(missing / fillLength) + left(fill, missing % fillLength);
    }

    /** The code points in reverse order. */
    public static String reverse(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    /** Number of bits of the text in UTF-8. */
    public static int bitLength(String text) {
        return Math.multiplyExact(text.getBytes(StandardCharsets.UTF_8).length, Byte.SIZE);
    }

    /** Hexadecimal digits of a number, in two's complement when it is negative. */
    public static String toHex(long value) {
        return Long.toHexString(value);
    }
}
