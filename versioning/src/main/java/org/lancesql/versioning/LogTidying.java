package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.lancesql.storage.StorageException;

/**
 * Keeps the transaction log small: outcomes go to the history, plans that nobody needs any more are deleted, and so are old
 * versions of the log. Any program may do so at any time, several at once too. Thread-safe.
 */
public final class LogTidying implements AutoCloseable {
    /** Outcomes that gather in the log before they are moved. */
    static final int BATCH = 32;

    /** Versions of the log that are kept beside those that somebody needs: who looks at it is never that far behind. */
    static final long KEPT_VERSIONS = 100;

    private static final long LONGEST_WAIT_SECONDS = 30;

    private final TransactionLog log;
    private final KeptHistory history;
    private final PlanFiles plans;
    private final LiveTransactions live;
    private final Consumer<TidyStep> observer;
    private final ThreadPoolExecutor background;
    private volatile long cleanedAt;

    /** What tidying has done so far. */
    public enum TidyStep {
        /** Outcomes are in the history. */
        IN_HISTORY,
        /** The plan files of transactions in the history are deleted. */
        PLANS_DELETED,
        /** The log has forgotten outcomes that are in the history. */
        PRUNED
    }

    /** @param observer told of each step, on the thread that takes it */
    public LogTidying(
            TransactionLog log,
            KeptHistory history,
            PlanFiles plans,
            LiveTransactions live,
            Consumer<TidyStep> observer) {
        this.log = requireNonNull(log, "log is null");
        this.history = requireNonNull(history, "history is null");
        this.plans = requireNonNull(plans, "plans is null");
        this.live = requireNonNull(live, "live is null");
        this.observer = requireNonNull(observer, "observer is null");
        this.background = new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                LogTidying::newThread,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "lancesql-tidying");
        thread.setDaemon(true);
        return thread;
    }

    /** Tidies in the background if there is enough to do. To be called after a transaction was decided. */
    public void decided() {
        if (log.state().outcomes().size() >= BATCH) {
            background.execute(() -> {
                try {
                    run();
                } catch (StorageException e) {
                    return; // the log is as good as before, and whoever decides next tries again
                }
            });
        }
    }

    /**
     * Tidies now.
     *
     * @throws StorageException READ_ONLY, DISK_FULL and the like; what is not done then is done the next time
     */
    public synchronized void run() {
        deleteOrphans();
        LogState at = log.state();
        if (!at.outcomes().isEmpty()) {
            move(at);
        }
        clean();
    }

    /** In this order, so that whoever does not find an outcome in the log finds it in the history. */
    private void move(LogState at) {
        Map<String, DecidedTransaction> kept = history.kept();
        List<DecidedTransaction> missing = new ArrayList<>(at.outcomes());
        missing.removeIf(decided -> kept.containsKey(decided.id()));
        if (!missing.isEmpty()) {
            history.add(missing);
        }
        observer.accept(TidyStep.IN_HISTORY);
        List<String> ids = at.outcomes().stream().map(DecidedTransaction::id).toList();
        ids.forEach(plans::delete);
        observer.accept(TidyStep.PLANS_DELETED);
        if (log.prune(at, ids)) {
            observer.accept(TidyStep.PRUNED);
        }
    }

    /**
     * Deletes plans of programs that ended before they wrote a record. Who writes a plan has a live file with its id from
     * before it is written until the outcome is in the log; so the plans are looked for first, then the live files, then
     * the log.
     */
    private void deleteOrphans() {
        List<String> ids = plans.ids();
        if (ids.isEmpty()) {
            return;
        }
        Optional<Set<String>> committing = live.committing();
        if (committing.isEmpty()) {
            return;
        }
        LogState state = log.state();
        for (String id : ids) {
            if (!committing.get().contains(id) && !state.mentions(id)) {
                plans.delete(id);
            }
        }
    }

    private void clean() {
        long newest = log.state().version();
        OptionalLong floor = live.logFloor();
        long before = Math.min(newest - KEPT_VERSIONS, floor.orElse(Long.MAX_VALUE));
        if (before - cleanedAt >= KEPT_VERSIONS) {
            log.forgetBefore(before);
            cleanedAt = before;
        }
    }

    /** Waits for what is being done, and does no more. */
    @Override
    public void close() {
        background.shutdown();
        try {
            background.awaitTermination(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
