package org.lancesql.execution.sort;

import org.lancesql.execution.CancelToken;

/** Sorts rows by comparing them, stably. */
final class MergeSort {
    private static final int INSERTION_ROWS = 12;
    private static final int POLL_MASK = (1 << 16) - 1;

    private final long[] rows;
    private final long[] spare;
    private final RowOrder order;
    private final CancelToken cancelToken;
    private int comparisons;

    /** @param spare as long as {@code rows}, for use during {@link #sort} */
    MergeSort(long[] rows, long[] spare, RowOrder order, CancelToken cancelToken) {
        this.rows = rows;
        this.spare = spare;
        this.order = order;
        this.cancelToken = cancelToken;
    }

    /** Sorts {@code rows[from, to)} by the keys from one on. */
    void sort(int from, int to, int firstKey) {
        if (to - from <= INSERTION_ROWS) {
            insert(from, to, firstKey);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(from, middle, firstKey);
        sort(middle, to, firstKey);
        if (compare(rows[middle - 1], rows[middle], firstKey) > 0) {
            merge(from, middle, to, firstKey);
        }
    }

    private void insert(int from, int to, int firstKey) {
        for (int i = from + 1; i < to; i++) {
            long row = rows[i];
            int at = i;
            while (at > from && compare(rows[at - 1], row, firstKey) > 0) {
                rows[at] = rows[at - 1];
                at--;
            }
            rows[at] = row;
        }
    }

    private void merge(int from, int middle, int to, int firstKey) {
        System.arraycopy(rows, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        int at = from;
        while (left < middle && right < to) {
            rows[at++] = compare(spare[left], rows[right], firstKey) <= 0 ? spare[left++] : rows[right++];
        }
        System.arraycopy(spare, left, rows, at, middle - left);
    }

    private int compare(long left, long right, int firstKey) {
        if ((++comparisons & POLL_MASK) == 0) {
            cancelToken.check();
        }
        return order.compare(left, right, firstKey);
    }
}
