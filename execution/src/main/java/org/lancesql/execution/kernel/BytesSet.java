package org.lancesql.execution.kernel;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.lancesql.execution.ByteRuns;
import org.lancesql.execution.Selection;

/** A few strings or binaries in a vector, among which many others are looked up. */
final class BytesSet {
    /** Where the values and their offsets lie. */
    private final long data;

    private final long offsets;
    /** The hash of each slot's value. */
    private final long[] hashes;
    /** The row of each slot's value plus one, or 0. */
    private final int[] rows;

    private final int shift;

    private BytesSet(FieldVector vector, int size) {
        this.data = vector.getDataBufferAddress();
        this.offsets = vector.getOffsetBufferAddress();
        this.rows = new int[Math.max(4, Integer.highestOneBit(size) * 4)];
        this.hashes = new long[rows.length];
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(rows.length);
    }

    /** The values of a vector, which is borrowed, on the rows {@code known}. */
    static BytesSet of(FieldVector vector, Selection known) {
        BytesSet set = new BytesSet(vector, known.size());
        for (int i = 0; i < known.size(); i++) {
            int row = known.position(i);
            long offset = set.offset(row);
            long address = set.data + MemoryUtil.getInt(offset);
            int length = MemoryUtil.getInt(offset + Integer.BYTES) - MemoryUtil.getInt(offset);
            long hash = ByteRuns.hash(address, length);
            int slot = (int) (hash >>> set.shift);
            while (set.rows[slot] != 0) {
                slot = slot + 1 & set.rows.length - 1;
            }
            set.rows[slot] = row + 1;
            set.hashes[slot] = hash;
        }
        return set;
    }

    private long offset(int row) {
        return offsets + (long) Integer.BYTES * row;
    }

    /** Writes those of the selected rows of a vector whose value is in the set to {@code selected} and returns their number. */
    int select(FieldVector values, Selection selection, int[] selected) {
        long texts = values.getDataBufferAddress();
        long starts = values.getOffsetBufferAddress();
        int count = 0;
        for (int i = 0; i < selection.size(); i++) {
            int row = selection.position(i);
            int start = MemoryUtil.getInt(starts + 4L * row);
            int length = MemoryUtil.getInt(starts + 4L * row + 4) - start;
            selected[count] = row;
            count += contains(texts + start, length) ? 1 : 0;
        }
        return count;
    }

    private boolean contains(long address, int length) {
        long hash = ByteRuns.hash(address, length);
        int slot = (int) (hash >>> shift);
        while (rows[slot] != 0) {
            if (hashes[slot] == hash && isEqual(rows[slot] - 1, address, length)) {
                return true;
            }
            slot = slot + 1 & rows.length - 1;
        }
        return false;
    }

    private boolean isEqual(int row, long address, int length) {
        long offset = offset(row);
        int start = MemoryUtil.getInt(offset);
        return MemoryUtil.getInt(offset + Integer.BYTES) - start == length
                && ByteRuns.equal(data + start, address, length);
    }
}
