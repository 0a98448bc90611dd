package org.lancesql.execution;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * Counts arrays on the Java heap among the memory that a statement may take, as if its allocator had made them. Its owner
 * takes what it is about to make, and frees all at once.
 */
public final class HeapMemory implements AutoCloseable {
    private final BufferAllocator allocator;
    private long taken;

    public HeapMemory(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Counts so many bytes more, until the memory is freed.
     *
     * @throws OutOfMemoryException when the statement may not take them
     */
    public void take(long bytes) {
        boolean fits = allocator.forceAllocate(bytes);
        taken += bytes;
        if (!fits) {
            throw new OutOfMemoryException("Arrays of " + bytes + " bytes are more than what is left of the "
                    + allocator.getLimit() + " bytes of " + allocator.getName());
        }
    }

    /** Counts nothing any more; {@link #take} may be called again. */
    @Override
    public void close() {
        allocator.releaseBytes(taken);
        taken = 0;
    }
}
