package org.lancesql.execution.hash;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Tells of most words that are not in a set that they are not, by one look at memory that is far smaller than the set: a
 * Bloom filter in which both bits of a word lie in the same long (Putze, Sanders, Singler: Cache-, Hash- and
 * Space-Efficient Bloom Filters). Of the words that are not in the set about one of thirty passes.
 */
final class WordFilter implements AutoCloseable {
    private static final int BITS_PER_WORD = 16;

    private final GrowingBuffer blocks;
    private final int shift;

    /** A filter that lets nothing pass. */
    WordFilter(int words, BufferAllocator allocator) {
        int count = Math.max(2, Integer.highestOneBit(words / (Long.SIZE / BITS_PER_WORD)) * 2);
        this.blocks = new GrowingBuffer(allocator);
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(count);
        blocks.ensure((long) Long.BYTES * count);
    }

    /** @param hash of a word, as the table makes it */
    void add(long hash) {
        long block = blocks.address() + Long.BYTES * (hash >>> shift);
        MemoryUtil.putLong(block, MemoryUtil.getLong(block) | bits(hash));
    }

    /** Where the filter lies in memory, for {@link #passes}. */
    long address() {
        return blocks.address();
    }

    int shift() {
        return shift;
    }

    /** Whether the word of a hash may have been added to the filter that lies there. */
    static boolean passes(long address, int shift, long hash) {
        long bits = bits(hash);
        return (MemoryUtil.getLong(address + Long.BYTES * (hash >>> shift)) & bits) == bits;
    }

    /** Bits below those that tell the block, and above the lowest, which few bits of the word have a part in. */
    private static long bits(long hash) {
        return 1L << (hash >>> 32) | 1L << (hash >>> 26);
    }

    @Override
    public void close() {
        blocks.close();
    }
}
