package org.lancesql.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A scan that reads in the background, until as much is waiting as may. No thread waits: each batch is a task, and taking
 * a batch starts the next one.
 */
final class ScanAhead implements AutoCloseable {
    /** Bytes that may wait before reading pauses. */
    static final long WAITING_BYTES = 32L << 20;

    /** The part of the memory still free that may wait: where there is little, reading ahead leaves it to the operators. */
    private static final int FREE_PARTS = 4;

    private final Supplier<BatchReader> opening;
    private final BufferAllocator allocator;
    private final ScanThreads threads;
    private final Deque<VectorSchemaRoot> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable BatchReader reader;
    private @Nullable Throwable failure;
    private boolean reading;
    private boolean finished;
    private boolean closed;

    /**
     * A scan that has not begun.
     *
     * @param allocator owner of the batches
     */
    ScanAhead(Supplier<BatchReader> opening, BufferAllocator allocator, ScanThreads threads) {
        this.opening = opening;
        this.allocator = allocator;
        this.threads = threads;
    }

    /** A scan that is open and has not been read. Takes ownership of it. */
    static ScanAhead of(BatchReader opened, BufferAllocator allocator, ScanThreads threads) {
        ScanAhead scan = new ScanAhead(() -> opened, allocator, threads);
        scan.reader = opened;
        return scan;
    }

    /** Reads on if nothing is being read and more may wait. */
    synchronized void start() {
        if (!reading && !finished && !closed && failure == null && mayWait()) {
            reading = threads.run(this::read);
        }
    }

    private boolean mayWait() {
        return waiting.isEmpty() || waitingBytes < Math.min(WAITING_BYTES, allocator.getHeadroom() / FREE_PARTS);
    }

    private void read() {
        VectorSchemaRoot batch = null;
        Throwable problem = null;
        try {
            batch = next();
        } catch (Throwable e) {
            problem = e;
        }
        synchronized (this) {
            reading = false;
            failure = problem;
            finished = problem == null && batch == null;
            if (batch != null && closed) {
                batch.close();
            } else if (batch != null) {
                waiting.add(batch);
                waitingBytes += bytes(batch);
            }
            notifyAll();
            start();
        }
    }

    /** Called by one thread at a time, and never again after it was closed. */
    private @Nullable VectorSchemaRoot next() {
        synchronized (this) {
            if (closed) {
                return null;
            }
        }
        if (reader == null) {
            reader = opening.get();
        }
        VectorSchemaRoot batch = reader.next();
        return batch == null ? null : Batches.transfer(batch, allocator);
    }

    private static long bytes(VectorSchemaRoot batch) {
        return batch.getFieldVectors().stream()
                .mapToLong(FieldVector::getBufferSize)
                .sum();
    }

    /** The next batch, which the caller closes, or null at the end; waits for it. */
    @Nullable VectorSchemaRoot take() {
        while (!isDecided()) {
            read(); // the threads are gone: this one does it
        }
        synchronized (this) {
            VectorSchemaRoot batch = waiting.poll();
            if (batch != null) {
                waitingBytes -= bytes(batch);
                start();
                return batch;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            } else if (failure instanceof Error e) {
                throw e;
            }
            return null;
        }
    }

    /** Whether there is a batch, a failure or the end; waits for a read that is under way. */
    private synchronized boolean isDecided() {
        start();
        while (waiting.isEmpty() && reading) {
            waitForRead();
        }
        return !waiting.isEmpty() || finished || failure != null;
    }

    /** A read ends soon; an interrupt is left for those who can be interrupted. */
    private void waitForRead() {
        boolean interrupted = false;
        while (true) {
            try {
                wait();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the read that is under way, and frees what waits. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            while (reading) {
                waitForRead();
            }
            waiting.forEach(VectorSchemaRoot::close);
            waiting.clear();
        }
        BatchReader opened = reader;
        reader = null;
        if (opened != null) {
            opened.close();
        }
    }
}
