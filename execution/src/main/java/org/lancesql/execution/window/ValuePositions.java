package org.lancesql.execution.window;

import org.lancesql.execution.rows.ColumnMemory;

/** Which rows of some partitions have a value in a column: all, or those that are not null. */
final class ValuePositions {
    private static final long HEAP_BYTES_PER_ROW = 2 * Integer.BYTES;

    private final int[] before;
    private final int[] rows;

    ValuePositions(Partitions partitions, int column, boolean ignoreNulls) {
        int size = partitions.size();
        partitions.takeHeap(HEAP_BYTES_PER_ROW * size);
        this.before = new int[size + 1];
        this.rows = new int[size];
        ColumnMemory memory = partitions.column(column);
        int count = 0;
        for (int row = 0; row < size; row++) {
            partitions.poll(row);
            before[row] = count;
            if (!ignoreNulls || !memory.isNull(partitions.address(row))) {
                rows[count++] = row;
            }
        }
        before[size] = count;
    }

    /** How many rows before a row have a value. */
    int before(int row) {
        return before[row];
    }

    /** How many of the rows {@code [from, to)} have a value. */
    int count(int from, int to) {
        return to <= from ? 0 : before[to] - before[from];
    }

    /** The row with so many that have a value before it. */
    int row(int index) {
        return rows[index];
    }
}
