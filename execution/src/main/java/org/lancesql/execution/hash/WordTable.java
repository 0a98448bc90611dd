package org.lancesql.execution.hash;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;

/**
 * Numbers distinct longs from 0, in the order they come: by an array that has a place for each long between the least and
 * the greatest as long as these lie close together, then by a hash table with linear probing.
 */
final class WordTable implements AutoCloseable {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final long SMALL_RANGE = 65_536;
    private static final int PLACES_PER_WORD = 8;
    private static final int SLOT_BYTES = 2 * Long.BYTES;
    private static final int FIRST_SLOTS = 1_024;
    private static final int MAX_FIRST_WORDS = 1 << 26;
    private static final int POLL_MASK = (1 << 16) - 1;
    private static final int MIN_FILTERED_WORDS = 64;

    /** A long for each number. */
    private final GrowingBuffer words;
    /** An int for each long from {@link #base} on, or slots of a long and an int: the number plus one, or 0 for none. */
    private GrowingBuffer places;

    private final BufferAllocator allocator;
    private final CancelToken cancelToken;
    private boolean isArray = true;
    private long base;
    private long range;
    private int slotMask;
    private int slotShift;
    private int size;
    private int expected;
    /** Both for look-ups only, and at most one of them. */
    private @Nullable WordFilter filter;

    private @Nullable WordRanks ranks;

    WordTable(BufferAllocator allocator, CancelToken cancelToken) {
        this.allocator = allocator;
        this.cancelToken = cancelToken;
        this.words = new GrowingBuffer(allocator);
        this.places = new GrowingBuffer(allocator);
    }

    int size() {
        return size;
    }

    /** Announces that so many words will be added, which may be the same. */
    void expect(int count) {
        expected = count;
    }

    /** Prepares for many calls of {@link #find}; no words are added any more. */
    void seal() {
        if (isArray || size < MIN_FILTERED_WORDS || filter != null || ranks != null) {
            return;
        }
        ranks = WordRanks.of(this, allocator);
        if (ranks != null) {
            places.close();
        } else {
            filter = new WordFilter(size, allocator);
            for (int number = 0; number < size; number++) {
                poll(number);
                filter.add(hash(word(number)));
            }
        }
    }

    long word(int number) {
        return MemoryUtil.getLong(words.address() + (long) Long.BYTES * number);
    }

    /** The number of each word, {@link KeyTable#NONE} for those that are flagged. */
    int[] add(PackedKeys keys) {
        int[] numbers = new int[keys.count];
        if (isArray) {
            cover(keys);
        }
        boolean hasFlags = keys.hasFlags();
        for (int i = 0; i < numbers.length; i++) {
            if (hasFlags && keys.flags[i] != 0) {
                numbers[i] = KeyTable.NONE;
            } else {
                numbers[i] = isArray ? addToArray(keys.words[i]) : addToSlots(keys.words[i]);
            }
        }
        return numbers;
    }

    /** The number of each word, {@link KeyTable#NONE} for those that are not there. */
    int[] find(PackedKeys keys) {
        int[] numbers = new int[keys.count];
        boolean hasFlags = keys.hasFlags();
        if (isArray) {
            findInArray(keys.words, numbers);
        } else if (ranks != null) {
            ranks.find(keys.words, numbers);
        } else if (filter == null) {
            findInSlots(keys.words, numbers);
        } else {
            findFiltered(filter, keys.words, numbers);
        }
        for (int i = 0; hasFlags && i < numbers.length; i++) {
            numbers[i] = keys.flags[i] == 0 ? numbers[i] : KeyTable.NONE;
        }
        return numbers;
    }

    private void findInArray(long[] sought, int[] numbers) {
        long address = places.address();
        for (int i = 0; i < numbers.length; i++) {
            long place = sought[i] - base;
            numbers[i] = place >= 0 && place < range
                    ? MemoryUtil.getInt(address + Integer.BYTES * place) - 1
                    : KeyTable.NONE;
        }
    }

    private void findInSlots(long[] sought, int[] numbers) {
        long address = places.address();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = findInSlots(address, sought[i], hash(sought[i]));
        }
    }

    private void findFiltered(WordFilter passing, long[] sought, int[] numbers) {
        long address = places.address();
        long blocks = passing.address();
        int shift = passing.shift();
        for (int i = 0; i < numbers.length; i++) {
            long hash = hash(sought[i]);
            numbers[i] = WordFilter.passes(blocks, shift, hash) ? findInSlots(address, sought[i], hash) : KeyTable.NONE;
        }
    }

    private int findInSlots(long address, long word, long hash) {
        int slot = (int) (hash >>> slotShift);
        int number = MemoryUtil.getInt(address + (long) SLOT_BYTES * slot + Long.BYTES);
        while (number != 0 && MemoryUtil.getLong(address + (long) SLOT_BYTES * slot) != word) {
            slot = slot + 1 & slotMask;
            number = MemoryUtil.getInt(address + (long) SLOT_BYTES * slot + Long.BYTES);
        }
        return number - 1;
    }

    private int addToArray(long word) {
        long place = places.address() + Integer.BYTES * (word - base);
        int number = MemoryUtil.getInt(place) - 1;
        if (number < 0) {
            number = append(word);
            MemoryUtil.putInt(place, number + 1);
        }
        return number;
    }

    private int addToSlots(long word) {
        int slot = slot(word);
        while (true) {
            long address = places.address() + (long) SLOT_BYTES * slot;
            int number = MemoryUtil.getInt(address + Long.BYTES) - 1;
            if (number < 0) {
                number = append(word);
                MemoryUtil.putLong(address, word);
                MemoryUtil.putInt(address + Long.BYTES, number + 1);
                if (size > slotMask / 2) {
                    toSlots(2 * (slotMask + 1));
                }
                return number;
            }
            if (MemoryUtil.getLong(address) == word) {
                return number;
            }
            slot = slot + 1 & slotMask;
        }
    }

    private int append(long word) {
        if (size == Integer.MAX_VALUE / 4) {
            throw new IllegalStateException("more than " + size + " groups");
        }
        words.ensure((long) Long.BYTES * (size + 1));
        MemoryUtil.putLong(words.address() + (long) Long.BYTES * size, word);
        size++;
        return size - 1;
    }

    private int slot(long word) {
        return (int) (hash(word) >>> slotShift);
    }

    /** Spreads words: the higher a bit of the result, the more bits of the word have a part in it. */
    private static long hash(long word) {
        return (word ^ word >>> 32) * MULTIPLIER;
    }

    /** Makes a place in the array for each word, or makes it a hash table. */
    private void cover(PackedKeys keys) {
        long least = size == 0 ? Long.MAX_VALUE : base;
        long greatest = size == 0 ? Long.MIN_VALUE : base + range - 1;
        boolean hasFlags = keys.hasFlags();
        for (int i = 0; i < keys.count; i++) {
            if (!hasFlags || keys.flags[i] == 0) {
                least = Math.min(least, keys.words[i]);
                greatest = Math.max(greatest, keys.words[i]);
            }
        }
        if (least > greatest) {
            return;
        }
        long needed = greatest - least + 1;
        int count = Math.max(expected, size + keys.count);
        long most = Math.max(SMALL_RANGE, (long) PLACES_PER_WORD * count);
        // A range beyond the longs is negative.
        if (needed <= 0 || needed > most) {
            int wanted = Math.min(MAX_FIRST_WORDS, Math.max(expected, size));
            isArray = false;
            toSlots(Math.max(FIRST_SLOTS, Integer.highestOneBit(wanted) * 4));
        } else if (size == 0) {
            base = least;
            range = needed;
            places.ensure(Integer.BYTES * range);
        } else if (least < base) {
            // Further down than needed, lest keys that come in descending order move it with each batch.
            long newBase = least < Long.MIN_VALUE + needed ? least : least - needed / 2;
            moveTo(newBase, greatest - newBase + 1);
        } else {
            range = needed;
            places.ensure(Integer.BYTES * range);
        }
    }

    /** Asks now and then whether the statement was cancelled. */
    void poll(int number) {
        if ((number & POLL_MASK) == 0) {
            cancelToken.check();
        }
    }

    /** Lets the array begin lower. */
    private void moveTo(long newBase, long newRange) {
        GrowingBuffer moved = new GrowingBuffer(allocator);
        moved.ensure(Integer.BYTES * newRange);
        MemoryUtil.copyMemory(
                places.address(), moved.address() + Integer.BYTES * (base - newBase), Integer.BYTES * range);
        places.close();
        places = moved;
        base = newBase;
        range = newRange;
    }

    private void toSlots(int slots) {
        places.close();
        places.ensure((long) SLOT_BYTES * slots);
        slotMask = slots - 1;
        slotShift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
        for (int number = 0; number < size; number++) {
            poll(number);
            long word = word(number);
            int slot = slot(word);
            while (MemoryUtil.getInt(places.address() + (long) SLOT_BYTES * slot + Long.BYTES) != 0) {
                slot = slot + 1 & slotMask;
            }
            MemoryUtil.putLong(places.address() + (long) SLOT_BYTES * slot, word);
            MemoryUtil.putInt(places.address() + (long) SLOT_BYTES * slot + Long.BYTES, number + 1);
        }
    }

    @Override
    public void close() {
        words.close();
        places.close();
        if (filter != null) {
            filter.close();
            filter = null;
        }
        if (ranks != null) {
            ranks.close();
            ranks = null;
        }
        size = 0;
        range = 0;
        isArray = true;
    }
}
