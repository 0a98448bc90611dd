package org.lancesql.execution.hash;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Finds the numbers of words that lie not too far apart: a bit for each long between the least and the greatest, and beside
 * each 64 bits how many are set before them, which gives a word's rank. Words that are looked up in about their order are
 * found in neighbouring memory, which no hash table can give, and most of what is not there takes one look.
 */
final class WordRanks implements AutoCloseable {
    /** Bits for each word up to which a table of ranks is smaller than one of slots. */
    private static final int MAX_BITS_PER_WORD = 128;

    /** A long of bits, and the number of bits before, in one line of the cache. */
    private static final int BLOCK_BYTES = 2 * Long.BYTES;

    private final long base;
    private final long range;
    private final GrowingBuffer blocks;
    /** An int for each rank: the number of its word. Without any, the words were numbered in their order. */
    private final GrowingBuffer numbers;

    private boolean isAscending = true;

    private WordRanks(long base, long range, BufferAllocator allocator) {
        this.base = base;
        this.range = range;
        this.blocks = new GrowingBuffer(allocator);
        this.numbers = new GrowingBuffer(allocator);
    }

    /** A table of the words of another, or null when they lie too far apart. */
    static @Nullable WordRanks of(WordTable words, BufferAllocator allocator) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int number = 0; number < words.size(); number++) {
            words.poll(number);
            long word = words.word(number);
            least = Math.min(least, word);
            greatest = Math.max(greatest, word);
        }
        long range = greatest - least + 1;
        // A range beyond the longs is negative.
        if (range <= 0 || range > (long) MAX_BITS_PER_WORD * words.size()) {
            return null;
        }
        WordRanks ranks = new WordRanks(least, range, allocator);
        try {
            ranks.fill(words);
            return ranks;
        } catch (Throwable failure) {
            ranks.close();
            throw failure;
        }
    }

    private void fill(WordTable words) {
        blocks.ensure(BLOCK_BYTES * (range / Long.SIZE + 1));
        for (int number = 0; number < words.size(); number++) {
            words.poll(number);
            long place = words.word(number) - base;
            long block = block(blocks.address(), place);
            MemoryUtil.putLong(block, MemoryUtil.getLong(block) | 1L << place);
        }
        int before = 0;
        for (long place = 0; place < range; place += Long.SIZE) {
            words.poll((int) (place / Long.SIZE));
            long block = block(blocks.address(), place);
            MemoryUtil.putInt(block + Long.BYTES, before);
            before += Long.bitCount(MemoryUtil.getLong(block));
        }
        for (int number = 0; number < words.size() && isAscending; number++) {
            words.poll(number);
            isAscending = rank(blocks.address(), words.word(number) - base) == number;
        }
        if (!isAscending) {
            numbers.ensure((long) Integer.BYTES * words.size());
            for (int number = 0; number < words.size(); number++) {
                words.poll(number);
                int rank = rank(blocks.address(), words.word(number) - base);
                MemoryUtil.putInt(numbers.address() + (long) Integer.BYTES * rank, number);
            }
        }
    }

    private static long block(long address, long place) {
        return address + BLOCK_BYTES * (place >>> 6);
    }

    /** How many words are less than one that is there, or {@link KeyTable#NONE} for one that is not. */
    private static int rank(long address, long place) {
        long block = block(address, place);
        long bits = MemoryUtil.getLong(block);
        return (bits >>> place & 1) == 0
                ? KeyTable.NONE
                : MemoryUtil.getInt(block + Long.BYTES) + Long.bitCount(bits & (1L << place) - 1);
    }

    /** Sets the number of each word, {@link KeyTable#NONE} for those that are not there. */
    void find(long[] sought, int[] found) {
        long address = blocks.address();
        for (int i = 0; i < found.length; i++) {
            long place = sought[i] - base;
            found[i] = place >= 0 && place < range ? rank(address, place) : KeyTable.NONE;
        }
        if (!isAscending) {
            long byRank = numbers.address();
            for (int i = 0; i < found.length; i++) {
                found[i] = found[i] == KeyTable.NONE
                        ? KeyTable.NONE
                        : MemoryUtil.getInt(byRank + (long) Integer.BYTES * found[i]);
            }
        }
    }

    @Override
    public void close() {
        blocks.close();
        numbers.close();
    }
}
