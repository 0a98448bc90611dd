package org.lancesql.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongPredicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Columns of fragments in memory, under {@linkplain ColumnKeys names} that no other values will ever have, so that nothing
 * here gets out of date. Thread-safe.
 */
final class ColumnCache implements AutoCloseable {
    /** Part of the memory that is left for columns on their way into the cache. */
    private static final int LOADING_PARTS = 4;

    private static final int WEIGHT_BYTES = 1_024;

    /** What an entry takes of the Java heap, at the most, in units of weight. */
    private static final int OWN_WEIGHT = 8;

    private static final int NOTES = 10_000;
    private static final Duration OVERSIZE = Duration.ofMinutes(1);

    private final long limitBytes;
    private final ArrowMemory memory;
    private final BufferAllocator allocator;
    private final LongPredicate lender = this::giveBack;
    private final Cache<String, CachedColumn> columns;
    private final Cache<String, Boolean> wishes =
            Caffeine.newBuilder().maximumSize(NOTES).build();
    private final Cache<String, Boolean> oversize =
            Caffeine.newBuilder().maximumSize(NOTES).expireAfterWrite(OVERSIZE).build();

    /**
     * @param limitBytes most memory it takes; 0 for a cache that keeps nothing
     * @param memory to which columns are given back when it is all in use
     * @param name of the cache in messages about memory
     */
    ColumnCache(long limitBytes, ArrowMemory memory, String name) {
        this.limitBytes = limitBytes;
        this.memory = memory;
        this.allocator = memory.newChild(name, limitBytes);
        this.columns = Caffeine.newBuilder()
                .maximumWeight((limitBytes - loadingBytes()) / WEIGHT_BYTES)
                .weigher((String key, CachedColumn column) -> weight(column))
                .executor(Runnable::run)
                .removalListener((@Nullable String key, @Nullable CachedColumn column, RemovalCause cause) -> {
                    if (column != null) {
                        column.release();
                    }
                })
                .build();
        memory.addLender(lender);
    }

    private static int weight(CachedColumn column) {
        return (int) Math.min(Integer.MAX_VALUE, column.bytes() / WEIGHT_BYTES + OWN_WEIGHT);
    }

    /** How much may be on its way into the cache. */
    long loadingBytes() {
        return limitBytes / LOADING_PARTS;
    }

    /** Whether readers with this allocator can be lent what is here. */
    boolean serves(BufferAllocator reader) {
        return limitBytes > 0 && reader.getRoot() == allocator.getRoot();
    }

    /** Bytes that are held, those on their way included. */
    long bytes() {
        return allocator.getAllocatedMemory();
    }

    boolean contains(String key) {
        return columns.asMap().containsKey(key);
    }

    /** A column, which the caller releases, or null. */
    @Nullable CachedColumn get(String key) {
        CachedColumn column = columns.getIfPresent(key);
        return column != null && column.hold() ? column : null;
    }

    /** Keeps a column, as long as there is room, and takes over the hold on it. */
    void put(String key, CachedColumn column) {
        if (columns.asMap().putIfAbsent(key, column) != null) {
            column.release();
        }
    }

    /** A copy of a vector, to be put into the cache, or null when there is no room now. */
    @Nullable ColumnChunk copy(FieldVector vector) {
        try {
            return ColumnChunk.copyOf(vector, allocator);
        } catch (OutOfMemoryException e) {
            return null;
        }
    }

    /** Lets go of columns that nobody reads, those not used for long first, until so many bytes are free; whether any are. */
    private boolean giveBack(long bytes) {
        long before = bytes();
        columns.policy().eviction().ifPresent(eviction -> {
            for (Map.Entry<String, CachedColumn> column :
                    eviction.coldest(Integer.MAX_VALUE).entrySet()) {
                if (before - bytes() >= bytes) {
                    return;
                } else if (column.getValue().isIdle()) {
                    columns.invalidate(column.getKey());
                }
            }
        });
        return bytes() < before;
    }

    /** Notes that a column is wanted; returns whether it was before. */
    boolean wish(String column) {
        return wishes.asMap().put(column, true) != null;
    }

    /** Notes that a column turned out to be larger than there is room for. */
    void noteOversize(String column) {
        oversize.put(column, true);
    }

    boolean isOversize(String column) {
        return oversize.getIfPresent(column) != null;
    }

    @Override
    public void close() {
        memory.removeLender(lender);
        columns.invalidateAll();
        columns.cleanUp();
        allocator.close();
    }
}
