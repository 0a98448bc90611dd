package org.lancesql.execution.sort;

import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.HeapMemory;
import org.lancesql.execution.rows.RowAddress;

/**
 * Sorts addresses of rows, stably. Key by key and word by word: nulls are set aside, the rest is radix-sorted by a word
 * of 64 bits, and each run of equal words is sorted by what follows. Short runs are merge-sorted by comparisons.
 */
public final class RowSorter {
    private static final int COMPARED_ROWS = 128;
    private static final int MAX_DEPTH = 64;
    /** What it makes of longs: other rows, words and other words. */
    private static final long HEAP_BYTES_PER_ROW = 3 * Long.BYTES;

    private static final int POLL_MASK = (1 << 16) - 1;

    private final RowOrder order;
    private final CancelToken cancelToken;
    private final long[] rows;
    private final long[] spare;
    private final RadixSort radix;
    private final MergeSort merge;
    private final long[] words;

    private RowSorter(long[] rows, RowOrder order, CancelToken cancelToken) {
        this.order = order;
        this.cancelToken = cancelToken;
        this.rows = rows;
        this.spare = new long[rows.length];
        this.words = new long[rows.length];
        this.radix = new RadixSort(words, rows, spare, cancelToken);
        this.merge = new MergeSort(rows, spare, order, cancelToken);
    }

    /**
     * Sorts in place; rows that compare as equal keep their order. Polls the cancel token.
     *
     * @param rows see {@link RowAddress}, in the batches that {@code order} compares
     */
    public static void sort(long[] rows, RowOrder order, ExecutionContext context) {
        try (HeapMemory memory = new HeapMemory(context.allocator())) {
            memory.take(HEAP_BYTES_PER_ROW * rows.length);
            new RowSorter(rows, order, context.cancelToken()).sortByKey(0, rows.length, 0);
        }
    }

    private void sortByKey(int from, int to, int key) {
        if (to - from < 2 || key == order.keyCount()) {
            return;
        }
        KeyColumn column = order.column(key);
        if (to - from < COMPARED_ROWS || !column.hasWords()) {
            merge.sort(from, to, key);
        } else if (!column.hasNulls()) {
            sortByWord(from, to, key, 0);
        } else if (order.areNullsFirst(key)) {
            int split = partition(from, to, column, true);
            sortByKey(from, split, key + 1);
            sortByWord(split, to, key, 0);
        } else {
            int split = partition(from, to, column, false);
            sortByWord(from, split, key, 0);
            sortByKey(split, to, key + 1);
        }
    }

    /** Moves the nulls, or what is not null, to the front, stably; returns the number of the first row behind. */
    private int partition(int from, int to, KeyColumn column, boolean nullsFirst) {
        int front = from;
        int back = 0;
        for (int i = from; i < to; i++) {
            poll(i);
            long row = rows[i];
            if (column.isNull(row) == nullsFirst) {
                rows[front++] = row;
            } else {
                spare[back++] = row;
            }
        }
        System.arraycopy(spare, 0, rows, front, back);
        return front;
    }

    private void sortByWord(int from, int to, int key, int depth) {
        if (to - from < COMPARED_ROWS || depth > MAX_DEPTH) {
            merge.sort(from, to, key);
            return;
        }
        KeyColumn column = order.column(key);
        long flip = order.isDescending(key) ? -1 : 0;
        for (int i = from; i < to; i++) {
            poll(i);
            words[i] = column.word(rows[i], depth) ^ flip;
        }
        radix.sort(from, to);
        for (int start = from; start < to; ) {
            poll(start);
            long word = words[start];
            int end = start + 1;
            while (end < to && words[end] == word) {
                end++;
            }
            if (column.settles(word ^ flip, depth)) {
                sortByKey(start, end, key + 1);
            } else if (end - start > 1) {
                sortByWord(start, end, key, depth + 1);
            }
            start = end;
        }
    }

    private void poll(int step) {
        if ((step & POLL_MASK) == 0) {
            cancelToken.check();
        }
    }
}
