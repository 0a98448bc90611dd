package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/**
 * Numbers that no two callers get, in whatever processes they are. They are reserved by the block in a {@link
 * ConfigStore}; what is left of a block when its process ends is never given out, so that there are gaps. Thread-safe.
 */
public final class Sequence {
    private static final String PREFIX = "sequence.";
    private static final int ATTEMPTS = 100;
    private static final long FIRST_BLOCK = 16;
    private static final long LARGEST_BLOCK = 1_024;

    private final String id;
    private final ConfigStore store;
    private long block = FIRST_BLOCK;
    private boolean started;
    private long next;
    private long left;

    Sequence(String id, ConfigStore store) {
        this.id = requireNonNull(id, "id is null");
        this.store = store;
    }

    /**
     * How a sequence counts.
     *
     * @param start the first number
     * @param increment from one number to the next, not 0
     * @param last the last number that there can be; the very last of all longs is never given out
     */
    public record Range(long start, long increment, long last) {
        public Range {
            if (increment == 0) {
                throw new IllegalArgumentException("increment is 0");
            }
        }
    }

    /**
     * Reserves numbers: the result, and as many more behind it as are asked for, each an increment apart.
     *
     * @param count at least 1
     * @param known the farthest number in use, of which others may have put some there by themselves; asked for once in a
     *     process
     * @return the first number; empty when there are not so many left
     * @throws StorageException READ_ONLY, CONFLICT when other processes never let it be reserved
     */
    public synchronized OptionalLong reserve(Range range, int count, Supplier<OptionalLong> known) {
        if (left < count && !refill(range, count, known)) {
            return OptionalLong.empty();
        }
        long first = next;
        left -= count;
        next += left == 0 ? 0 : count * range.increment;
        return OptionalLong.of(first);
    }

    private boolean refill(Range range, int count, Supplier<OptionalLong> known) {
        OptionalLong used = started ? OptionalLong.empty() : known.get();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ConfigStore.Entries entries = store.entries();
            String text = entries.values().get(PREFIX + id);
            long first = text == null ? range.start : Long.parseLong(text);
            if (used.isPresent() && (range.increment > 0 ? used.getAsLong() >= first : used.getAsLong() <= first)) {
                first = behind(range, used.getAsLong(), 1);
            }
            long available = available(range, first);
            if (available < count) {
                return false;
            }
            long taken = Math.min(available, Math.max(block, count));
            Map<String, @Nullable String> changes = new HashMap<>();
            changes.put(PREFIX + id, Long.toString(behind(range, first, taken)));
            if (store.compareAndSet(entries.version(), changes)) {
                started = true;
                next = first;
                left = taken;
                block = Math.min(LARGEST_BLOCK, block * 2);
                return true;
            }
        }
        throw new StorageException(
                Reason.CONFLICT, "No numbers could be reserved: other processes reserve theirs all the time.");
    }

    /** Numbers from one on, such that the one behind the last of them is a long too. */
    private static long available(Range range, long first) {
        long last = range.increment > 0
                ? Math.min(range.last, Long.MAX_VALUE - range.increment)
                : Math.max(range.last, Long.MIN_VALUE - range.increment);
        if (range.increment > 0 ? first > last : first < last) {
            return 0;
        }
        BigInteger steps = BigInteger.valueOf(last)
                .subtract(BigInteger.valueOf(first))
                .divide(BigInteger.valueOf(range.increment));
        return steps.add(BigInteger.ONE).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    private static long behind(Range range, long first, long taken) {
        try {
            return Math.addExact(first, Math.multiplyExact(taken, range.increment));
        } catch (ArithmeticException e) {
            return range.increment > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }
}
