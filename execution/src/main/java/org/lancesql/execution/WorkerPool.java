package org.lancesql.execution;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads that help queries of one database to compute. They end when there is nothing to do for a while. */
public final class WorkerPool implements AutoCloseable {
    /** For what the calling thread computes alone. */
    public static final WorkerPool NONE = new WorkerPool(null, 1);

    private static final int IDLE_SECONDS = 10;

    private final @Nullable ThreadPoolExecutor threads;
    private final int parallelism;

    private WorkerPool(@Nullable ThreadPoolExecutor threads, int parallelism) {
        this.threads = threads;
        this.parallelism = parallelism;
    }

    /**
     * A pool.
     *
     * @param name of the database, for the names of the threads
     * @param parallelism how many threads are to compute one query, the calling one included
     */
    public static WorkerPool of(String name, int parallelism) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism is " + parallelism + ", it is 1 at least");
        }
        if (parallelism == 1) {
            return NONE;
        }
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                parallelism, parallelism, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "lancesql worker " + name + " " + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return new WorkerPool(threads, parallelism);
    }

    /** How many threads are to compute one query, the calling one included. */
    public int parallelism() {
        return parallelism;
    }

    /**
     * Runs a task some time, maybe never: whoever asks for help can do without it. The task throws nothing, and does not
     * wait for one that has not begun.
     */
    public void offer(Runnable task) {
        if (threads != null) {
            try {
                threads.execute(task);
            } catch (RejectedExecutionException closed) {
                // The database is being closed; the caller does the work alone.
            }
        }
    }

    /** Lets tasks that run come to their end. */
    @Override
    public void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }
}
