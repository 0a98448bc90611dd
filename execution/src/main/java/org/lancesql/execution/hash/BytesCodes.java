package org.lancesql.execution.hash;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.lancesql.execution.ByteRuns;

/** Numbers the distinct strings or binaries of a column from 0, in the order they come: a hash table with linear probing. */
final class BytesCodes implements AutoCloseable {
    /** Stands for what has no number. */
    static final int NONE = -1;

    private static final int FIRST_SLOTS = 256;

    /** A long for each slot: half the hash of its value above, the value's number plus one below; or 0. */
    private final GrowingBuffer slots;
    /** Two longs for each value: where its bytes start, and how many they are. */
    private final GrowingBuffer entries;

    private final GrowingBuffer bytes;
    private long usedBytes;
    private int slotMask;
    private int size;

    BytesCodes(BufferAllocator allocator) {
        this.slots = new GrowingBuffer(allocator);
        this.entries = new GrowingBuffer(allocator);
        this.bytes = new GrowingBuffer(allocator);
    }

    int size() {
        return size;
    }

    /** The number of a value, or {@link #NONE}. */
    int find(long value, int length) {
        return size == 0 ? NONE : Math.max(NONE, lookUp(ByteRuns.hash(value, length), value, length));
    }

    /** The number of a value, the next one if it was not seen before. */
    int add(long value, int length) {
        if (slotMask == 0) {
            resize(FIRST_SLOTS);
        }
        long hash = ByteRuns.hash(value, length);
        int found = lookUp(hash, value, length);
        return found >= 0 ? found : insert(hash, value, length, NONE - 1 - found);
    }

    /** The number of a value, or, less than {@link #NONE}, the slot where it belongs. */
    private int lookUp(long hash, long value, int length) {
        for (int slot = (int) (hash >>> 32) & slotMask; ; slot = slot + 1 & slotMask) {
            long content = MemoryUtil.getLong(slots.address() + (long) Long.BYTES * slot);
            if (content == 0) {
                return NONE - 1 - slot;
            }
            int number = (int) content - 1;
            if ((int) (content >>> 32) == (int) hash
                    && length(number) == length
                    && ByteRuns.equal(address(number), value, length)) {
                return number;
            }
        }
    }

    private int insert(long hash, long value, int length, int slot) {
        bytes.ensure(usedBytes + length);
        ByteRuns.copy(value, bytes.address() + usedBytes, length);
        entries.ensure(2L * Long.BYTES * (size + 1));
        MemoryUtil.putLong(entry(size), usedBytes);
        MemoryUtil.putLong(entry(size) + Long.BYTES, length);
        usedBytes += length;
        size++;
        MemoryUtil.putLong(slots.address() + (long) Long.BYTES * slot, hash << 32 | size);
        if (size > slotMask / 2) {
            resize(2 * (slotMask + 1));
        }
        return size - 1;
    }

    private void resize(int newSlots) {
        slots.ensure((long) Long.BYTES * newSlots);
        MemoryUtil.setMemory(slots.address(), slots.capacity(), (byte) 0);
        slotMask = newSlots - 1;
        for (int number = 0; number < size; number++) {
            long hash = ByteRuns.hash(address(number), length(number));
            int slot = (int) (hash >>> 32) & slotMask;
            while (MemoryUtil.getLong(slots.address() + (long) Long.BYTES * slot) != 0) {
                slot = slot + 1 & slotMask;
            }
            MemoryUtil.putLong(slots.address() + (long) Long.BYTES * slot, hash << 32 | number + 1);
        }
    }

    private long entry(int number) {
        return entries.address() + 2L * Long.BYTES * number;
    }

    /** Where the bytes of a value lie. */
    long address(int number) {
        return bytes.address() + MemoryUtil.getLong(entry(number));
    }

    int length(int number) {
        return (int) MemoryUtil.getLong(entry(number) + Long.BYTES);
    }

    @Override
    public void close() {
        slots.close();
        entries.close();
        bytes.close();
        size = 0;
        slotMask = 0;
        usedBytes = 0;
    }
}
