package org.lancesql.mutation.constraints;

/**
 * Tells for most keys that a set of rows does not have them: by the least and the greatest value of the first column,
 * where that is a number, and by a Bloom filter whose bits for a key all lie in one word of 64 (Putze, Sanders and
 * Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007).
 */
final class KeyFilter {
    private static final int BITS_OF_KEY = 5;
    private static final int BIT_INDEX_BITS = 6;

    private final long[] words;
    private final boolean ranged;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    /**
     * @param keys how many there will be
     * @param bitsPerKey 0 for a filter that knows the range alone
     * @param ranged whether there is a range
     */
    KeyFilter(long keys, int bitsPerKey, boolean ranged) {
        long size = bitsPerKey == 0 ? 0 : keys * bitsPerKey / Long.SIZE + 1;
        this.words = new long[(int) Math.min(size, Integer.MAX_VALUE / 2)];
        this.ranged = ranged;
    }

    /** @param value of the first column; means nothing without a range */
    void add(long hash, long value) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        if (words.length > 0) {
            words[word(hash)] |= bits(hash);
        }
    }

    boolean mayHave(long hash, long value) {
        if (ranged && (value < least || value > greatest)) {
            return false;
        }
        if (words.length == 0) {
            return least <= greatest;
        }
        long bits = bits(hash);
        return (words[word(hash)] & bits) == bits;
    }

    /** Whether it may have any key whose first value is in a range. */
    boolean overlaps(long from, long to) {
        return least <= greatest && (!ranged || (from <= greatest && to >= least));
    }

    /** Heap that it takes, in bytes. */
    long size() {
        return (long) Long.BYTES * (words.length + 8L);
    }

    /** By the upper half of the hash, so that the bits within the word are others than those that chose it. */
    private int word(long hash) {
        return (int) ((hash >>> Integer.SIZE) * words.length >>> Integer.SIZE);
    }

    private static long bits(long hash) {
        long bits = 0;
        long rest = hash;
        for (int i = 0; i < BITS_OF_KEY; i++) {
            bits |= 1L << rest;
            rest >>>= BIT_INDEX_BITS;
        }
        return bits;
    }
}
