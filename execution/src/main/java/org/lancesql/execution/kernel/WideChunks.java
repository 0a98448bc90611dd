package org.lancesql.execution.kernel;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Selection;

/** Reads an argument as numbers of 128 bits: exact numbers, times and timestamps. */
final class WideChunks {
    private final Argument argument;
    private final @Nullable LongFormat narrow;
    final long[] high;
    final long[] low;

    WideChunks(Argument argument, ArrowType type, int rowCount) {
        this.argument = argument;
        this.narrow = LongFormat.of(type);
        int size = Math.min(rowCount, Chunks.SIZE);
        this.high = new long[size];
        this.low = new long[size];
        if (argument.isConstant() && size > 0) {
            read(Selection.all(1), 0, 1);
            Arrays.fill(high, high[0]);
            Arrays.fill(low, low[0]);
        }
    }

    /** Whether each of the first {@code count} numbers read fits a long. */
    boolean fitLongs(int count) {
        long lost = 0;
        for (int i = 0; narrow == null && i < count; i++) {
            lost |= high[i] ^ low[i] >> 63;
        }
        return lost == 0;
    }

    /** Reads the selected rows {@code [from, from + count)} into {@link #high} and {@link #low}. */
    void load(Selection rows, int from, int count) {
        if (!argument.isConstant()) {
            read(rows, from, count);
        }
    }

    private void read(Selection rows, int from, int count) {
        if (narrow != null) {
            narrow.load(argument.dataAddress(), rows, from, count, low);
            for (int i = 0; i < count; i++) {
                high[i] = low[i] >> 63;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            long address = argument.dataAddress() + 16L * rows.position(from + i);
            low[i] = MemoryUtil.getLong(address);
            high[i] = MemoryUtil.getLong(address + 8);
        }
    }
}
