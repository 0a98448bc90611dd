package org.lancesql.execution.hash;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.Selection;

/** Numbers keys by their bytes: a hash table with linear probing. */
final class BytesKeyTable implements AutoCloseable {
    private static final int FIRST_SLOTS = 1_024;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private static final int POLL_MASK = (1 << 16) - 1;

    private final KeyCodec codec;
    private final CancelToken cancelToken;
    private final boolean[] nullsMatch;
    private final KeyCodec.Keys batchKeys;
    /** A long for each slot: half the hash of its key above, the key's number plus one below; or 0. */
    private final GrowingBuffer slots;
    /** Two longs for each key: its hash, and where its bytes start. */
    private final GrowingBuffer entries;

    private final GrowingBuffer bytes;
    private long usedBytes;
    private int slotMask;
    private int size;

    BytesKeyTable(List<Field> fields, boolean[] nullsMatch, BufferAllocator allocator, CancelToken cancelToken) {
        this.cancelToken = cancelToken;
        this.nullsMatch = nullsMatch;
        this.codec = new KeyCodec(fields);
        this.batchKeys = new KeyCodec.Keys(allocator);
        this.slots = new GrowingBuffer(allocator);
        this.entries = new GrowingBuffer(allocator);
        this.bytes = new GrowingBuffer(allocator);
    }

    int size() {
        return size;
    }

    /** See {@link KeyTable#add}. */
    int[] add(Batch batch, int[] columns, Selection rows) {
        if (slotMask == 0) {
            resize(FIRST_SLOTS);
        }
        codec.write(batch, columns, rows, batchKeys);
        int[] numbers = new int[rows.size()];
        for (int i = 0; i < numbers.length; i++) {
            long key = batchKeys.address(i);
            if (isExcluded(key)) {
                numbers[i] = KeyTable.NONE;
                continue;
            }
            int length = batchKeys.length(i);
            long hash = hash(key, length);
            int number = find(hash, key, length);
            numbers[i] = number >= 0 ? number : insert(hash, key, length, -number - 1);
        }
        return numbers;
    }

    /**
     * The number of the key of each selected row, or {@link KeyTable#NONE}.
     *
     * @param keys memory for the keys
     */
    int[] find(Batch batch, int[] columns, Selection rows, KeyCodec.Keys keys) {
        int[] numbers = new int[rows.size()];
        if (size == 0) {
            Arrays.fill(numbers, KeyTable.NONE);
            return numbers;
        }
        codec.write(batch, columns, rows, keys);
        for (int i = 0; i < numbers.length; i++) {
            long key = keys.address(i);
            int length = keys.length(i);
            numbers[i] =
                    isExcluded(key) ? KeyTable.NONE : Math.max(KeyTable.NONE, find(hash(key, length), key, length));
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
            long content = MemoryUtil.getLong(slotBase + (long) Long.BYTES * slot);
            if (content == 0) {
                return -slot - 1;
            }
            if ((int) (content >>> 32) == (int) hash) {
                int number = (int) content - 1;
                long entry = entry(number);
                if (MemoryUtil.getLong(entry) == hash && isEqual(MemoryUtil.getLong(entry + Long.BYTES), key, length)) {
                    return number;
                }
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
        MemoryUtil.putLong(slots.address() + (long) Long.BYTES * slot, content(hash, size));
        if (size > slotMask / 2) {
            resize(2 * (slotMask + 1));
        }
        return size - 1;
    }

    private static long content(long hash, int numberPlusOne) {
        return hash << 32 | numberPlusOne;
    }

    private void resize(int newSlots) {
        slots.ensure((long) Long.BYTES * newSlots);
        MemoryUtil.setMemory(slots.address(), slots.capacity(), (byte) 0);
        slotMask = newSlots - 1;
        for (int number = 0; number < size; number++) {
            if ((number & POLL_MASK) == 0) {
                cancelToken.check();
            }
            long hash = MemoryUtil.getLong(entry(number));
            int slot = (int) (hash >>> 32) & slotMask;
            while (MemoryUtil.getLong(slots.address() + (long) Long.BYTES * slot) != 0) {
                slot = slot + 1 & slotMask;
            }
            MemoryUtil.putLong(slots.address() + (long) Long.BYTES * slot, content(hash, number + 1));
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

    /** See {@link KeyTable#keys}. */
    List<FieldVector> keys(int from, int to, BufferAllocator allocator) {
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
