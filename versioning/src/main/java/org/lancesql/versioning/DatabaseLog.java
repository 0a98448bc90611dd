package org.lancesql.versioning;

import java.util.function.Consumer;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.LogTidying.TidyStep;

/**
 * All that a database keeps of its transactions over several tables: the log of those that are being committed, their
 * plans, the history of those that were, and who has one open. Closed before its store.
 */
public final class DatabaseLog implements AutoCloseable {
    private final TransactionLog log;
    private final KeptHistory history;
    private final PlanFiles plans;
    private final LiveTransactions live;
    private final LogTidying tidying;

    /** @param observer told of each step of tidying, on the thread that takes it */
    public DatabaseLog(TableStore store, Consumer<TidyStep> observer) {
        this.log = new TransactionLog(store);
        this.history = new KeptHistory(log);
        this.plans = new PlanFiles(store);
        this.live = new LiveTransactions(log);
        this.tidying = new LogTidying(log, history, plans, live, observer);
    }

    public TransactionLog log() {
        return log;
    }

    public TransactionHistory history() {
        return history;
    }

    public PlanFiles plans() {
        return plans;
    }

    public LiveTransactions live() {
        return live;
    }

    public LogTidying tidying() {
        return tidying;
    }

    /** Waits for what is being tidied, and does no more. */
    @Override
    public void close() {
        tidying.close();
    }
}
