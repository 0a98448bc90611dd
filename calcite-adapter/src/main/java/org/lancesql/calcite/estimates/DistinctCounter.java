package org.lancesql.calcite.estimates;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.hash.KeyCodec;

/**
 * Estimates how many different values a column has, in 16 KiB whatever their number: within about 1 %, and nearly exactly
 * where there are a few hundred (Flajolet and others, HyperLogLog, 2007).
 */
public final class DistinctCounter implements AutoCloseable {
    private static final int INDEX_BITS = 14;
    private static final int REGISTERS = 1 << INDEX_BITS;
    private static final double BIAS = 0.7213 / (1 + 1.079 / REGISTERS);

    private final byte[] longestRuns = new byte[REGISTERS];
    private final int[] column;
    private final KeyCodec codec;
    private final KeyCodec.Keys keys;

    /**
     * A counter that has seen nothing.
     *
     * @param column number of the column in the batches
     * @param field its type, which {@link KeyCodec#supports}
     */
    public DistinctCounter(int column, Field field, BufferAllocator allocator) {
        this.column = new int[] {column};
        this.codec = new KeyCodec(List.of(field));
        this.keys = new KeyCodec.Keys(allocator);
    }

    /** Takes the values of the selected rows; nulls are none. */
    public void add(Batch batch) {
        codec.write(batch, column, batch.selection(), keys);
        for (int i = 0; i < keys.count(); i++) {
            boolean isNull = MemoryUtil.getByte(keys.address(i)) != 0;
            if (!isNull) {
                add(hash(keys.address(i), keys.length(i)));
            }
        }
    }

    private void add(long hash) {
        int register = (int) (hash >>> Long.SIZE - INDEX_BITS);
        int run = Math.min(Long.SIZE - INDEX_BITS, Long.numberOfLeadingZeros(hash << INDEX_BITS)) + 1;
        longestRuns[register] = (byte) Math.max(longestRuns[register], run);
    }

    /** Bytes are read eight at a time, of which keys are a multiple. */
    private static long hash(long address, int length) {
        long hash = length;
        for (int at = 0; at < length; at += Long.BYTES) {
            hash = mixed(hash * 0x9E37_79B9_7F4A_7C15L + MemoryUtil.getLong(address + at));
        }
        return hash;
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    /** The number of different values. */
    public double estimate() {
        double sum = 0;
        int untouched = 0;
        for (byte run : longestRuns) {
            sum += Math.scalb(1.0, -run);
            untouched += run == 0 ? 1 : 0;
        }
        double estimate = BIAS * REGISTERS * REGISTERS / sum;
        boolean isSmall = estimate <= 2.5 * REGISTERS && untouched > 0;
        return isSmall ? REGISTERS * Math.log((double) REGISTERS / untouched) : estimate;
    }

    @Override
    public void close() {
        keys.close();
    }
}
