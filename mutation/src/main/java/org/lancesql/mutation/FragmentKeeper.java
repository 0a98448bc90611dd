package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the fragments of tables behind their commits when many small ones have come together, with one thread of its own.
 * What it cannot do now it tries again after later commits; nobody waits for it. Thread-safe.
 */
final class FragmentKeeper implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FragmentKeeper.class);

    /** Commits to a table between two looks at its fragments, at most. */
    private static final int MOST_COMMITS = 16;

    /** So that small numbers of fragments are met, too. */
    private static final int LOOKS_WHILE_FILLING = 4;

    private static final long IDLE_SECONDS = 5;

    private final TableStore store;
    private final Predicate<String> isFree;
    private final Map<String, AtomicInteger> commits = new ConcurrentHashMap<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor thread;

    /** @param isFree whether no transaction over several tables is being committed to a table */
    FragmentKeeper(TableStore store, Predicate<String> isFree) {
        this.store = requireNonNull(store, "store is null");
        this.isFree = requireNonNull(isFree, "isFree is null");
        this.thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), FragmentKeeper::newThread);
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "lancesql merging of fragments");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Tells that rows of a table were committed.
     *
     * @param least number of small fragments from which on they are merged
     */
    void committed(String table, int least) {
        int between = Math.min(MOST_COMMITS, Math.max(1, least / LOOKS_WHILE_FILLING));
        int before = commits.computeIfAbsent(table, name -> new AtomicInteger()).getAndIncrement();
        if (before % between == 0 && waiting.add(table)) {
            thread.execute(() -> merge(table, least));
        }
    }

    private void merge(String table, int least) {
        waiting.remove(table);
        try {
            if (isFree.test(table)) {
                store.maintenance()
                        .mergeFragments(table, least, () -> isFree.test(table))
                        .ifPresent(merged -> LOGGER.info(
                                "{} small fragments of table {} were merged into {} as version {}",
                                merged.before(),
                                table,
                                merged.after(),
                                merged.version()));
            }
        } catch (StorageException e) {
            if (e.reason() != Reason.TABLE_NOT_FOUND) {
                LOGGER.warn("Small fragments of table {} are left as they are", table, e);
            }
        } catch (RuntimeException e) {
            LOGGER.warn("Small fragments of table {} are left as they are", table, e);
        }
    }

    /** Ends after the merge that is under way. */
    @Override
    public void close() {
        thread.getQueue().clear();
        thread.shutdown();
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            try {
                done = thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
