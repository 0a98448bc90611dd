package org.lancesql.mutation.pending;

import static java.util.Objects.requireNonNull;

import org.roaringbitmap.RoaringBitmap;

/**
 * The rows of a chunk that one state still has.
 *
 * @param removed ordinals of the others; never changed
 */
record LiveRows(RowChunk chunk, RoaringBitmap removed) {
    LiveRows {
        requireNonNull(chunk, "chunk is null");
        requireNonNull(removed, "removed is null");
    }

    static LiveRows all(RowChunk chunk) {
        return new LiveRows(chunk, new RoaringBitmap());
    }

    int rowCount() {
        return chunk.rowCount() - removed.getCardinality();
    }

    boolean contains(int ordinal) {
        return Integer.compareUnsigned(ordinal, chunk.rowCount()) < 0 && !removed.contains(ordinal);
    }

    LiveRows without(RoaringBitmap more) {
        return new LiveRows(chunk, RoaringBitmap.or(removed, more));
    }

    /** Positions, relative to {@code first}, of the rows among the {@code count} ones from there on. */
    int[] positions(int first, int count) {
        int[] positions = new int[count - (int) removed.rangeCardinality(first, (long) first + count)];
        int at = 0;
        for (int row = 0; row < count; row++) {
            if (!removed.contains(first + row)) {
                positions[at++] = row;
            }
        }
        return positions;
    }
}
