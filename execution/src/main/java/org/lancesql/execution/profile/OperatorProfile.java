package org.lancesql.execution.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What one operator of a plan did in one execution, all its openings and threads together. Thread-safe.
 *
 * <p>Time is that of threads in the operator and in what it calls, its inputs above all; two threads for a second make two
 * seconds.
 */
public final class OperatorProfile implements AutoCloseable {
    private final LongAdder openings = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder helpNanos = new LongAdder();
    private final Set<Long> threads = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();
    private @Nullable BufferAllocator allocator;
    private long peakBytes;

    /** Opens the operator, or its lanes. */
    public <T> T open(Supplier<T> opening) {
        openings.increment();
        long start = System.nanoTime();
        try {
            return opening.get();
        } finally {
            addNanos(System.nanoTime() - start);
        }
    }

    /** The same work, with its time counted. */
    public Runnable timed(Runnable work) {
        return () -> {
            long start = System.nanoTime();
            try {
                work.run();
            } finally {
                addNanos(System.nanoTime() - start);
            }
        };
    }

    void addNanos(long spentNanos) {
        nanos.add(spentNanos);
    }

    /** Counts the time of a thread that came to help the operator's reader: in the operator and in the reader's own work. */
    public void addHelp(long spentNanos) {
        helpNanos.add(spentNanos);
    }

    void addBatch(int rowCount) {
        rows.add(rowCount);
        batches.increment();
        threads.add(Thread.currentThread().getId());
    }

    /** The memory for what the operator makes: a part of the statement's, closed with this. */
    public synchronized BufferAllocator memory(BufferAllocator statement) {
        if (allocator == null) {
            allocator = statement.newChildAllocator("operator", 0, statement.getLimit());
        }
        return allocator;
    }

    /** Counts something of the operator's own. */
    public synchronized void count(String name, long more) {
        counts.merge(name, more, Long::sum);
    }

    /** Notes something of the operator's own; a later value of the same name replaces the earlier one. */
    public synchronized void note(String name, String value) {
        notes.put(name, value);
    }

    /** What was counted, by name, in the order in which the names came. */
    public synchronized Map<String, Long> counts() {
        return new LinkedHashMap<>(counts);
    }

    /** What was noted, by name, in the order in which the names came. */
    public synchronized Map<String, String> notes() {
        return new LinkedHashMap<>(notes);
    }

    /** How often it was opened: several times below a correlation, never where nobody asked. */
    public long openings() {
        return openings.sum();
    }

    /** Rows that came out. */
    public long rows() {
        return rows.sum();
    }

    /** Batches that came out. */
    public long batches() {
        return batches.sum();
    }

    /** Number of threads that its batches went to. */
    public int threads() {
        return threads.size();
    }

    /** Time in the operator and in what it called. */
    public long nanos() {
        return nanos.sum();
    }

    /** Time of threads that helped its reader, part of which is in {@link #nanos} too. */
    public long helpNanos() {
        return helpNanos.sum();
    }

    /** The most bytes at a time of what the operator made, also while its reader held them. */
    public synchronized long peakBytes() {
        return allocator == null ? peakBytes : allocator.getPeakMemoryAllocation();
    }

    /** Frees the memory; what was counted stays. */
    @Override
    public synchronized void close() {
        if (allocator != null) {
            peakBytes = allocator.getPeakMemoryAllocation();
            BufferAllocator closing = allocator;
            allocator = null;
            closing.close();
        }
    }
}
