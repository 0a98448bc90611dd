package org.lancesql.execution;

/** A flag and a deadline that running operators poll, once for each batch at least. */
public class CancelToken {
    static final long NO_DEADLINE = Long.MAX_VALUE;

    private final long deadlineNanos;
    private final long timeoutMillis;
    private volatile boolean cancelled;

    CancelToken(long deadlineNanos, long timeoutMillis) {
        this.deadlineNanos = deadlineNanos;
        this.timeoutMillis = timeoutMillis;
    }

    public static CancelToken withoutTimeout() {
        return new CancelToken(NO_DEADLINE, 0);
    }

    /** A token that expires by itself; zero means never. */
    public static CancelToken withTimeoutMillis(long timeoutMillis) {
        return timeoutMillis == 0
                ? withoutTimeout()
                : new CancelToken(System.nanoTime() + timeoutMillis * 1_000_000, timeoutMillis);
    }

    public void cancel() {
        cancelled = true;
    }

    /**
     * Returns quietly while the query may go on.
     *
     * @throws CancelledException after {@link #cancel} or past the deadline
     */
    public void check() {
        if (cancelled) {
            throw new CancelledException("The statement was cancelled");
        }
        if (deadlineNanos != NO_DEADLINE && System.nanoTime() - deadlineNanos > 0) {
            throw new CancelledException("The statement ran longer than its timeout of " + timeoutMillis + " ms");
        }
    }
}
