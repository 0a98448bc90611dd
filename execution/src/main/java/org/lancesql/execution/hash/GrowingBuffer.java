package org.lancesql.execution.hash;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/** Memory of an allocator that grows by doubling; what is new is zero. Addresses change when it grows. */
public final class GrowingBuffer implements AutoCloseable {
    private static final long FIRST_BYTES = 4_096;

    private final BufferAllocator allocator;
    private ArrowBuf buffer;

    public GrowingBuffer(BufferAllocator allocator) {
        this.allocator = allocator;
        this.buffer = allocator.getEmpty();
    }

    public long address() {
        return buffer.memoryAddress();
    }

    public long capacity() {
        return buffer.capacity();
    }

    /** Makes room for so many bytes, and keeps what is there. */
    public void ensure(long bytes) {
        long old = buffer.capacity();
        if (bytes <= old) {
            return;
        }
        ArrowBuf larger = allocator.buffer(Math.max(bytes, Math.max(FIRST_BYTES, old * 2)));
        MemoryUtil.copyMemory(buffer.memoryAddress(), larger.memoryAddress(), old);
        MemoryUtil.setMemory(larger.memoryAddress() + old, larger.capacity() - old, (byte) 0);
        buffer.close();
        buffer = larger;
    }

    /** Frees the memory; the buffer is empty afterwards. */
    @Override
    public void close() {
        buffer.close();
        buffer = allocator.getEmpty();
    }
}
