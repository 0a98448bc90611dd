package org.lancesql.execution.join;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;
import org.lancesql.execution.rows.RowAddress;

/** A batch of the probe side, and how far the pairs of its rows with those of equal key have been looked at. */
final class ProbeBatch implements AutoCloseable {
    private final Batch batch;
    private final JoinTable table;
    private final Selection rows;
    private final int[] firstMatches;
    private final boolean[] matched;
    private boolean released;

    /** The pair to be looked at next: a selected row, and a row of the table. */
    private int nextRow;

    private int nextMatch;

    /** The candidates: for each the index of the selected row, and the row of the table. */
    private int[] candidateRows = new int[0];

    private int[] candidateMatches = new int[0];
    private int candidateCount;
    private int candidateStart;
    private int consumedStart;
    private int nextUnmatched;

    /**
     * Takes ownership of the batch.
     *
     * @param firstMatches first row of the table for each selected row
     */
    ProbeBatch(Batch batch, int[] firstMatches, JoinTable table) {
        this.batch = batch;
        this.table = table;
        this.rows = batch.selection();
        this.firstMatches = firstMatches;
        this.matched = new boolean[firstMatches.length];
        seek(0);
    }

    private void seek(int row) {
        nextRow = row;
        while (nextRow < firstMatches.length && firstMatches[nextRow] == JoinTable.NONE) {
            nextRow++;
        }
        nextMatch = nextRow < firstMatches.length ? firstMatches[nextRow] : JoinTable.NONE;
    }

    boolean hasCandidates() {
        return candidateStart < candidateCount || nextRow < firstMatches.length;
    }

    /** Makes the next candidates, at most so many, and returns their number. Those not consumed come first. */
    int nextCandidates(int most) {
        if (candidateStart == candidateCount) {
            collect(most);
        }
        return candidateCount - candidateStart;
    }

    private void collect(int most) {
        if (candidateRows.length < most) {
            int size = Math.min(most, Math.max(2 * firstMatches.length, table.rowCount()));
            if (candidateRows.length < size) {
                candidateRows = new int[size];
                candidateMatches = new int[size];
            }
        }
        int count = 0;
        while (nextRow < firstMatches.length && count < candidateRows.length) {
            candidateRows[count] = nextRow;
            candidateMatches[count++] = nextMatch;
            nextMatch = table.nextMatch(nextMatch);
            if (nextMatch == JoinTable.NONE) {
                seek(nextRow + 1);
            }
        }
        candidateStart = 0;
        candidateCount = count;
    }

    /** Takes the first candidates as looked at; {@link #markMatched} speaks of these. */
    void consume(int count) {
        consumedStart = candidateStart;
        candidateStart += count;
    }

    /** Addresses of the candidates' rows of this batch. */
    long[] probeAddresses() {
        long[] addresses = new long[candidateCount - candidateStart];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = RowAddress.of(0, rows.position(candidateRows[candidateStart + i]));
        }
        return addresses;
    }

    /** Addresses of the candidates' rows of the table. */
    long[] buildAddresses() {
        long[] addresses = new long[candidateCount - candidateStart];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = table.address(candidateMatches[candidateStart + i]);
        }
        return addresses;
    }

    /** Notes which of the candidates last consumed are matches. */
    void markMatched(Selection matching, boolean ofProbe, boolean ofBuild) {
        for (int i = 0; i < matching.size() && (ofProbe || ofBuild); i++) {
            int candidate = consumedStart + matching.position(i);
            matched[candidateRows[candidate]] = true;
            if (ofBuild) {
                table.markMatched(candidateMatches[candidate]);
            }
        }
    }

    /** Without a further condition the first row of equal key is a match. */
    void markAllWithCandidates() {
        for (int i = 0; i < matched.length; i++) {
            matched[i] = firstMatches[i] != JoinTable.NONE;
        }
        nextRow = firstMatches.length;
    }

    /** Addresses of the next rows that have no match, at most so many. */
    long[] takeUnmatched(int most) {
        long[] addresses = new long[Math.min(most, matched.length - nextUnmatched)];
        int count = 0;
        for (; nextUnmatched < matched.length && count < addresses.length; nextUnmatched++) {
            if (!matched[nextUnmatched]) {
                addresses[count++] = RowAddress.of(0, rows.position(nextUnmatched));
            }
        }
        return Arrays.copyOf(addresses, count);
    }

    /** Gives the last rows of {@link #takeUnmatched} back. */
    void returnUnmatched(int count) {
        int left = count;
        while (left > 0) {
            nextUnmatched--;
            left -= matched[nextUnmatched] ? 0 : 1;
        }
    }

    /** The batch with only the rows that have a match, or only those that have none; null when there are no such rows. */
    @Nullable Batch release(boolean withMatch) {
        if (released) {
            return null;
        }
        int[] positions = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            if (matched[i] == withMatch) {
                positions[count++] = rows.position(i);
            }
        }
        if (count == 0) {
            return null;
        }
        released = true;
        return count == positions.length ? batch : batch.withSelection(Selection.of(positions, count));
    }

    Batch batch() {
        return batch;
    }

    @Override
    public void close() {
        if (!released) {
            released = true;
            batch.close();
        }
    }
}
