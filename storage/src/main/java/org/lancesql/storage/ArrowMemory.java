package org.lancesql.storage;

import org.apache.arrow.memory.BufferAllocator;

/** Owner of the root allocator and its limit. Makes Arrow and Lance usable in this JVM before it touches them. */
public final class ArrowMemory implements AutoCloseable {
    /** Memory for Arrow buffers of at most {@code bytes}. */
    public static ArrowMemory withLimit(long bytes) {
        throw new UnsupportedOperationException();
    }

    public BufferAllocator root() {
        throw new UnsupportedOperationException();
    }

    /** A child that may use what the root has left. The caller closes it. */
    public BufferAllocator newChild(String name) {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalStateException when a buffer or child allocator is still open */
    @Override
    public void close() {}
}
