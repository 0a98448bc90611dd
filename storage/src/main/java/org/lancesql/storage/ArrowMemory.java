package org.lancesql.storage;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Owner of the root allocator and its limit. Makes Arrow and Lance usable in this JVM before it touches them. */
public final class ArrowMemory implements AutoCloseable {
    static {
        JavaNioAccess.open();
        NativeLibrary.load();
    }

    private final BufferAllocator root;

    private ArrowMemory(long limitBytes) {
        root = new RootAllocator(limitBytes);
    }

    /** Memory for Arrow buffers of at most this many bytes. */
    public static ArrowMemory withLimit(long limitBytes) {
        if (limitBytes <= 0) {
            throw new IllegalArgumentException("memory limit is " + limitBytes + " bytes, it must be positive");
        }
        return new ArrowMemory(limitBytes);
    }

    public BufferAllocator root() {
        return root;
    }

    /** A child that may use what the root has left. The caller closes it. */
    public BufferAllocator newChild(String name) {
        return root.newChildAllocator(name, 0, root.getLimit());
    }

    /** A child of at most so many bytes. The caller closes it. */
    public BufferAllocator newChild(String name, long limitBytes) {
        return root.newChildAllocator(name, 0, Math.min(limitBytes, root.getLimit()));
    }

    /** @throws IllegalStateException when a buffer or child allocator is still open */
    @Override
    public void close() {
        root.close();
    }
}
