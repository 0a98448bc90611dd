package org.lancesql.execution.rows;

/**
 * Rows to copy: {@code addresses[from, from + count)}.
 *
 * @param complete whether none of the addresses is {@link RowAddress#NONE}
 */
record RowRun(long[] addresses, int from, int count, boolean complete) {
    long address(int index) {
        return addresses[from + index];
    }
}
