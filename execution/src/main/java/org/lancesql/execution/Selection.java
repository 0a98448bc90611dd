package org.lancesql.execution;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch that count: either all of {@code [0, size)} or an ascending list of positions.
 *
 * <p>A filter narrows the selection instead of copying rows; kernels compute only the selected positions, so that an
 * expression is never evaluated for a row that an earlier condition has excluded.
 */
public final class Selection {
    private final int @Nullable [] positions;
    private final int size;

    private Selection(int @Nullable [] positions, int size) {
        this.positions = positions;
        this.size = size;
    }

    /** Selects the rows {@code [0, rowCount)}. */
    public static Selection all(int rowCount) {
        return new Selection(null, rowCount);
    }

    /** Selects the first {@code size} entries of {@code positions}, which are ascending; the array is not copied. */
    public static Selection of(int[] positions, int size) {
        Objects.checkFromIndexSize(0, size, positions.length);
        return new Selection(positions, size);
    }

    /** Whether every row of {@code [0, size)} is selected, so that loops need no indirection. */
    public boolean isDense() {
        return positions == null;
    }

    public int size() {
        return size;
    }

    /** The row position of the {@code index}-th selected row. */
    public int position(int index) {
        return positions == null ? index : positions[index];
    }

    /** The selected rows {@code [offset, offset + length)} of this selection. */
    public Selection slice(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, size);
        if (offset == 0) {
            return new Selection(positions, length);
        }
        int[] slice = new int[length];
        for (int i = 0; i < length; i++) {
            slice[i] = position(offset + i);
        }
        return new Selection(slice, length);
    }
}
