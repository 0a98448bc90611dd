package org.lancesql.execution.kernel;

import java.util.Arrays;
import org.lancesql.execution.Selection;

/**
 * Reads an argument as longs, a chunk of rows at a time: the loops of the kernels then run over small arrays that stay in
 * the processor's first cache, whatever the width and the selection. A constant is filled in once.
 */
final class Chunks {
    /** Rows in a chunk: three arrays of longs of it take 24 kB. */
    static final int SIZE = 1024;

    private final Argument argument;
    private final LongFormat format;
    private final long factor;
    private final long[] values;

    /** Reads the values multiplied by {@code factor}; the product is known to fit. */
    Chunks(Argument argument, LongFormat format, long factor, int rowCount) {
        this.argument = argument;
        this.format = format;
        this.factor = factor;
        this.values = new long[Math.min(rowCount, SIZE)];
        if (argument.isConstant() && values.length > 0) {
            read(Selection.all(1), 0, 1);
            Arrays.fill(values, values[0]);
        }
    }

    /** The values of the selected rows {@code [from, from + count)}; valid until the next call. */
    long[] load(Selection rows, int from, int count) {
        if (!argument.isConstant()) {
            read(rows, from, count);
        }
        return values;
    }

    private void read(Selection rows, int from, int count) {
        format.load(argument.dataAddress(), rows, from, count, values);
        if (factor != 1) {
            for (int i = 0; i < count; i++) {
                values[i] *= factor;
            }
        }
    }

    /** Whether the values are those in memory, one for each row. */
    boolean isPlain() {
        return factor == 1 && !argument.isConstant();
    }

    LongFormat format() {
        return format;
    }

    /** Where the values of the batch start. */
    long address() {
        return argument.dataAddress();
    }

    boolean isConstant() {
        return argument.isConstant();
    }

    /** The value of a constant, when there is a row at all. */
    long constant() {
        return values[0];
    }
}
