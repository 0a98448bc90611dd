package org.lancesql.execution.lanes;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.WorkerPool;

/** Lanes being read: the first by the thread that calls, each other one by a worker that comes before the input ends. */
final class LaneRun {
    private final int count;
    private final IntConsumer reading;
    private final LaneSource source;
    private final WorkerPool workers;
    private int begun = 1;
    private int running;
    private @Nullable Throwable failure;

    /** @param reading reads the lane of a number to its end */
    LaneRun(int count, IntConsumer reading, LaneSource source, WorkerPool workers) {
        this.count = count;
        this.reading = reading;
        this.source = source;
        this.workers = workers;
    }

    void run() {
        source.onSecondBatch(() -> {
            for (int i = 1; i < count; i++) {
                workers.offer(this::help);
            }
        });
        read(0);
        awaitHelpers();
        if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
    }

    /** Reads a lane that nobody has begun, if there is one and the input has not ended. */
    private void help() {
        int lane;
        synchronized (this) {
            if (begun == count) {
                return;
            }
            lane = begun;
            begun++;
            running++;
        }
        read(lane);
        synchronized (this) {
            running--;
            notifyAll();
        }
    }

    private void read(int lane) {
        try {
            reading.accept(lane);
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void fail(Throwable problem) {
        synchronized (this) {
            failure = failure == null ? problem : failure;
        }
        source.stop();
    }

    /** Takes lanes that nobody has begun back, and waits for the others, which find the input at its end soon. */
    private synchronized void awaitHelpers() {
        begun = count;
        boolean interrupted = false;
        while (running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
