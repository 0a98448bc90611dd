package org.lancesql.storage;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The live rows of one column in one fragment, in memory, which is freed when nobody holds them any more. Thread-safe. */
final class CachedColumn {
    private final List<ColumnChunk> chunks;
    private final long bytes;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Held by its maker. Takes ownership of the chunks. */
    CachedColumn(List<ColumnChunk> chunks) {
        this.chunks = List.copyOf(chunks);
        this.bytes = chunks.stream().mapToLong(ColumnChunk::bytes).sum();
    }

    ColumnChunk chunk(int index) {
        return chunks.get(index);
    }

    long bytes() {
        return bytes;
    }

    /** One more holder, who calls {@link #release}; false when it has been freed. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Whether nobody but the cache holds it. */
    boolean isIdle() {
        return holders.get() == 1;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            chunks.forEach(ColumnChunk::close);
        }
    }
}
