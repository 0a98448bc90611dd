package org.lancesql.execution.hash;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;

/** Numbers the distinct keys of rows from 0, in the order they come: a hash table with linear probing. */
public final class KeyTable implements AutoCloseable {
    private static final int FIRST_SLOTS = 1_024;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    /** Number of a key that is not in the table. */
    public static final int NONE = -1;

    private final KeyCodec codec;
    private final boolean[] nullsMatch;
    private final KeyCodec.Keys batchKeys;
    /** An int for each slot: the number of its key plus one, or 0. */
    private final GrowingBuffer slots;
    /** Two longs for each key: its hash, and where its bytes start. */
    private final GrowingBuffer entries;

    private final GrowingBuffer bytes;
    private long usedBytes;
    private int slotMask;
    private int size;

    /** A table in which null is a value like others. */
    public KeyTable(List<Field> fields, BufferAllocator allocator) {
        this(fields, all(fields.size()), allocator);
    }

    /**
     * A table.
     *
     * @param fields types of the columns of the keys, which {@link KeyCodec#supports}
     * @param nullsMatch for each column whether null is a value like others; else a key with a null there is not in the
     *     table and never found
     */
    public KeyTable(List<Field> fields, boolean[] nullsMatch, BufferAllocator allocator) {
        this.nullsMatch = nullsMatch.clone();
        this.codec = new KeyCodec(fields);
        this.batchKeys = new KeyCodec.Keys(allocator);
        this.slots = new GrowingBuffer(allocator);
        this.entries = new GrowingBuffer(allocator);
        this.bytes = new GrowingBuffer(allocator);
    }

    private static boolean[] all(int size) {
        boolean[] all = new boolean[size];
        Arrays.fill(all, true);
        return all;
    }

    /** Number of distinct keys. */
    public int size() {
        return size;
    }

    /** The number of the key of each selected row, or {@link #NONE}; keys not seen before get the next numbers. */
    public int[] add(Batch batch, int[] columns, Selection rows) {
        return numbers(batch, columns, rows, true);
    }

    /** The number of the key of each selected row, or {@link #NONE}. */
    public int[] find(Batch batch, int[] columns, Selection rows) {
        return numbers(batch, columns, rows, false);
    }

    private int[] numbers(Batch batch, int[] columns, Selection rows, boolean insert) {
        codec.write(batch, columns, rows, batchKeys);
        if (slotMask == 0) {
            resize(FIRST_SLOTS);
        }
        int[] numbers = new int[rows.size()];
        for (int i = 0; i < numbers.length; i++) {
            long key = batchKeys.address(i);
            if (isExcluded(key)) {
                numbers[i] = NONE;
                continue;
            }
            int length = batchKeys.length(i);
            long hash = hash(key, length);
            int number = find(hash, key, length);
            if (number >= 0) {
                numbers[i] = number;
            } else {
                numbers[i] = insert ? insert(hash, key, length, -number - 1) : NONE;
            }
        }
        return numbers;
    }

    private boolean isExcluded(long key) {
        for (int i = 0; i < nullsMatch.length; i++) {
            if (!nullsMatch[i] && MemoryUtil.getByte(key + i) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The number of a key, or, negative and less one, the slot where it belongs. */
    private int find(long hash, long key, int length) {
        long slotBase = slots.address();
        for (int slot = (int) (hash >>> 32) & slotMask; ; slot = slot + 1 & slotMask) {
            int number = MemoryUtil.getInt(slotBase + (long) Integer.BYTES * slot) - 1;
            if (number < 0) {
                return -slot - 1;
            }
            long entry = entry(number);
            if (MemoryUtil.getLong(entry) == hash && isEqual(MemoryUtil.getLong(entry + Long.BYTES), key, length)) {
                return number;
            }
        }
    }

    /** Keys of equal hash and unequal length differ in a byte that both have: in a length or in a null. */
    private boolean isEqual(long start, long key, int length) {
        if (start + length > usedBytes) {
            return false;
        }
        long known = bytes.address() + start;
        for (int i = 0; i < length; i += Long.BYTES) {
            if (MemoryUtil.getLong(known + i) != MemoryUtil.getLong(key + i)) {
                return false;
            }
        }
        return true;
    }

    private long entry(int number) {
        return entries.address() + 2L * Long.BYTES * number;
    }

    private int insert(long hash, long key, int length, int slot) {
        if (size == Integer.MAX_VALUE / 4) {
            throw new IllegalStateException("more than " + size + " groups");
        }
        bytes.ensure(usedBytes + length);
        MemoryUtil.copyMemory(key, bytes.address() + usedBytes, length);
        entries.ensure(2L * Long.BYTES * (size + 1));
        MemoryUtil.putLong(entry(size), hash);
        MemoryUtil.putLong(entry(size) + Long.BYTES, usedBytes);
        usedBytes += length;
        size++;
        MemoryUtil.putInt(slots.address() + (long) Integer.BYTES * slot, size);
        if (size > slotMask / 2) {
            resize(2 * (slotMask + 1));
        }
        return size - 1;
    }

    private void resize(int newSlots) {
        slots.ensure((long) Integer.BYTES * newSlots);
        MemoryUtil.setMemory(slots.address(), slots.capacity(), (byte) 0);
        slotMask = newSlots - 1;
        for (int number = 0; number < size; number++) {
            int slot = (int) (MemoryUtil.getLong(entry(number)) >>> 32) & slotMask;
            while (MemoryUtil.getInt(slots.address() + (long) Integer.BYTES * slot) != 0) {
                slot = slot + 1 & slotMask;
            }
            MemoryUtil.putInt(slots.address() + (long) Integer.BYTES * slot, number + 1);
        }
    }

    private static long hash(long key, int length) {
        long hash = length;
        for (int i = 0; i < length; i += Long.BYTES) {
            hash = (hash ^ MemoryUtil.getLong(key + i)) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return hash * MULTIPLIER;
    }

    /** The keys with the numbers {@code [from, to)} as columns. */
    public List<FieldVector> keys(int from, int to, BufferAllocator allocator) {
        long[] addresses = new long[to - from];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = bytes.address() + MemoryUtil.getLong(entry(from + i) + Long.BYTES);
        }
        return codec.read(addresses, allocator);
    }

    @Override
    public void close() {
        batchKeys.close();
        slots.close();
        entries.close();
        bytes.close();
        size = 0;
        slotMask = 0;
        usedBytes = 0;
    }
}
