package org.lancesql.execution.hash;

import java.util.Arrays;

/** Keys of rows as one long each. */
final class PackedKeys {
    /** A null that matches nothing makes the key one that is in no table. */
    static final byte EXCLUDED = 1;
    /** The key has no long. */
    static final byte UNFIT = 2;

    private static final byte[] NO_FLAGS = new byte[0];

    long[] words = new long[0];
    /** For each row why it has no word, or 0; without meaning where no row is flagged. */
    byte[] flags = NO_FLAGS;

    int count;
    private int flagged;

    /** Makes room for so many rows; words are 0. */
    void begin(int rows) {
        if (words.length < rows) {
            words = new long[rows];
        } else {
            Arrays.fill(words, 0, rows, 0);
        }
        if (flagged != 0) {
            Arrays.fill(flags, (byte) 0);
        }
        flagged = 0;
        count = rows;
    }

    void flag(int row, byte reason) {
        if (flags.length < count) {
            flags = Arrays.copyOf(flags, words.length);
        }
        flags[row] |= reason;
        flagged |= reason;
    }

    boolean hasFlags() {
        return flagged != 0;
    }

    boolean hasUnfit() {
        return (flagged & UNFIT) != 0;
    }
}
