package org.lancesql.execution.kernel;

import org.apache.arrow.vector.FieldVector;
import org.lancesql.execution.Selection;

/** A few longs, among which many others are looked up. */
final class LongSet {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final LongFormat format;
    private final long[] slots;
    private final boolean[] used;
    private final int shift;

    private LongSet(LongFormat format, int size) {
        this.format = format;
        this.slots = new long[Math.max(4, Integer.highestOneBit(size) * 4)];
        this.used = new boolean[slots.length];
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(slots.length);
    }

    /** The values of a vector on the rows {@code known}. */
    static LongSet of(LongFormat format, FieldVector vector, Selection known) {
        LongSet set = new LongSet(format, known.size());
        long[] values = new long[known.size()];
        format.load(vector.getDataBufferAddress(), known, 0, known.size(), values);
        for (long value : values) {
            int slot = set.slot(value);
            while (set.used[slot] && set.slots[slot] != value) {
                slot = slot + 1 & set.slots.length - 1;
            }
            set.used[slot] = true;
            set.slots[slot] = value;
        }
        return set;
    }

    /** Writes those of the rows whose value is in the set to {@code selected} and returns their number. */
    int select(long address, Selection rows, int[] selected) {
        int count = 0;
        long[] values = new long[Math.min(rows.size(), Chunks.SIZE)];
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int size = Math.min(Chunks.SIZE, rows.size() - from);
            format.load(address, rows, from, size, values);
            for (int i = 0; i < size; i++) {
                selected[count] = rows.position(from + i);
                count += contains(values[i]) ? 1 : 0;
            }
        }
        return count;
    }

    private boolean contains(long value) {
        int slot = slot(value);
        while (used[slot]) {
            if (slots[slot] == value) {
                return true;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return false;
    }

    private int slot(long value) {
        return (int) ((value ^ value >>> 32) * MULTIPLIER >>> shift);
    }
}
