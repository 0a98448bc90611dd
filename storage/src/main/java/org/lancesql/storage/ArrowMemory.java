package org.lancesql.storage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongPredicate;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.AllocationOutcome;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Owner of the root allocator and its limit. Makes Arrow and Lance usable in this JVM before it touches them. */
public final class ArrowMemory implements AutoCloseable {
    static {
        JavaNioAccess.open();
        NativeLibrary.load();
    }

    private final BufferAllocator root;
    private final List<LongPredicate> lenders = new CopyOnWriteArrayList<>();

    private ArrowMemory(long limitBytes) {
        root = new RootAllocator(new Shortage(), limitBytes);
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

    /**
     * Asks somebody to give memory back where else an allocation would fail because all memory is in use.
     *
     * @param lender frees about so many bytes; returns whether it has freed any
     */
    void addLender(LongPredicate lender) {
        lenders.add(lender);
    }

    /** Does not ask any more. */
    void removeLender(LongPredicate lender) {
        lenders.remove(lender);
    }

    /** What makes room when the root has none left; the limit of a child is its own affair. */
    private final class Shortage implements AllocationListener {
        @Override
        public boolean onFailedAllocation(long size, AllocationOutcome outcome) {
            boolean isOfAll = outcome.getDetails()
                    .map(details -> details.getFailedAllocator() == root)
                    .orElse(false);
            return isOfAll && lenders.stream().anyMatch(lender -> lender.test(size));
        }
    }

    /** @throws IllegalStateException when a buffer or child allocator is still open */
    @Override
    public void close() {
        root.close();
    }
}
