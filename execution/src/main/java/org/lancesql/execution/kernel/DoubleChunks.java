package org.lancesql.execution.kernel;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Selection;

/** Reads an argument of any numeric type as doubles. */
final class DoubleChunks {
    /** Up to here, and for powers of ten up to the 22nd, a long is exact as a double, so that their quotient is the nearest. */
    private static final long MAX_EXACT_LONG = 1L << 53;

    private final Argument argument;
    private final ArrowType type;
    private final int scale;
    private final double[] values;
    private final @Nullable WideChunks exact;

    DoubleChunks(Argument argument, ArrowType type, int rowCount) {
        this.argument = argument;
        this.type = type;
        this.scale = Types.scale(type);
        this.values = new double[Math.min(rowCount, Chunks.SIZE)];
        this.exact = Types.isExact(type) ? new WideChunks(argument, type, rowCount) : null;
        if (argument.isConstant() && values.length > 0) {
            read(Selection.all(1), 0, 1);
            Arrays.fill(values, values[0]);
        }
    }

    /** The values of the selected rows {@code [from, from + count)}; valid until the next call. */
    double[] load(Selection rows, int from, int count) {
        if (!argument.isConstant()) {
            read(rows, from, count);
        }
        return values;
    }

    private void read(Selection rows, int from, int count) {
        if (exact != null) {
            exact.load(rows, from, count);
            for (int i = 0; i < count; i++) {
                values[i] = toDouble(exact.high[i], exact.low[i], scale);
            }
        } else if (type.equals(Types.DOUBLE)) {
            for (int i = 0; i < count; i++) {
                long bits = MemoryUtil.getLong(argument.dataAddress() + 8L * rows.position(from + i));
                values[i] = Double.longBitsToDouble(bits);
            }
        } else {
            for (int i = 0; i < count; i++) {
                int bits = MemoryUtil.getInt(argument.dataAddress() + 4L * rows.position(from + i));
                values[i] = Float.intBitsToFloat(bits);
            }
        }
    }

    /** The double nearest to a decimal. */
    private static double toDouble(long high, long low, int scale) {
        if (Int128.fitsLong(high, low) && scale == 0) {
            return low;
        }
        boolean exact = Int128.fitsLong(high, low)
                && low <= MAX_EXACT_LONG
                && low >= -MAX_EXACT_LONG
                && scale <= Powers.MAX_LONG_DIGITS;
        return exact
                ? low / (double) Powers.ofTen(scale)
                : Int128.toBigDecimal(high, low, scale).doubleValue();
    }
}
