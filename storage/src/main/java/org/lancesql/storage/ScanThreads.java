package org.lancesql.storage;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which scans of one database read ahead: one for each core, which end when there is nothing to do. */
final class ScanThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;

    private final int count;
    private final ThreadPoolExecutor pool;

    ScanThreads(String database) {
        AtomicInteger number = new AtomicInteger();
        this.count = Runtime.getRuntime().availableProcessors();
        this.pool = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "lancesql scan " + database + " " + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    int count() {
        return count;
    }

    /**
     * Runs a task, which must not wait for another one.
     *
     * @return false when the threads have been closed; then the task is not run
     */
    boolean run(Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Lets tasks that run come to their end. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
