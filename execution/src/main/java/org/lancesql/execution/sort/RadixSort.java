package org.lancesql.execution.sort;

import java.util.Arrays;
import org.lancesql.execution.CancelToken;

/** Sorts rows by their words as unsigned numbers, stably, from the least byte on; bytes that are all equal are skipped. */
final class RadixSort {
    private static final int DIGITS = 8;
    private static final int RADIX = 256;
    private static final int POLL_MASK = (1 << 16) - 1;

    private final long[] words;
    private final long[] rows;
    private final long[] spareWords;
    private final long[] spareRows;
    private final int[] counts = new int[DIGITS * RADIX];
    private final CancelToken cancelToken;

    /** @param spareRows as long as {@code rows}, for use during {@link #sort} */
    RadixSort(long[] words, long[] rows, long[] spareRows, CancelToken cancelToken) {
        this.words = words;
        this.rows = rows;
        this.spareWords = new long[rows.length];
        this.spareRows = spareRows;
        this.cancelToken = cancelToken;
    }

    /** Sorts {@code rows[from, to)}, and the words with them. */
    void sort(int from, int to) {
        count(from, to);
        boolean inSpare = false;
        for (int digit = 0; digit < DIGITS; digit++) {
            int first = RADIX * digit + (int) (words[from] >>> 8 * digit & 0xFF);
            if (counts[first] == to - from) {
                continue;
            }
            startPositions(digit, from);
            if (inSpare) {
                scatter(spareWords, spareRows, words, rows, digit, from, to);
            } else {
                scatter(words, rows, spareWords, spareRows, digit, from, to);
            }
            inSpare = !inSpare;
        }
        if (inSpare) {
            System.arraycopy(spareWords, from, words, from, to - from);
            System.arraycopy(spareRows, from, rows, from, to - from);
        }
    }

    private void count(int from, int to) {
        Arrays.fill(counts, 0);
        for (int i = from; i < to; i++) {
            poll(i);
            long word = words[i];
            for (int digit = 0; digit < DIGITS; digit++) {
                counts[RADIX * digit + (int) (word >>> 8 * digit & 0xFF)]++;
            }
        }
    }

    private void startPositions(int digit, int from) {
        int position = from;
        for (int i = RADIX * digit; i < RADIX * (digit + 1); i++) {
            int count = counts[i];
            counts[i] = position;
            position += count;
        }
    }

    private void scatter(
            long[] fromWords, long[] fromRows, long[] toWords, long[] toRows, int digit, int from, int to) {
        for (int i = from; i < to; i++) {
            poll(i);
            long word = fromWords[i];
            int position = counts[RADIX * digit + (int) (word >>> 8 * digit & 0xFF)]++;
            toWords[position] = word;
            toRows[position] = fromRows[i];
        }
    }

    private void poll(int step) {
        if ((step & POLL_MASK) == 0) {
            cancelToken.check();
        }
    }
}
