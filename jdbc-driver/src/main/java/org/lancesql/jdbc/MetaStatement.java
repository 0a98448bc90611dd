package org.lancesql.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.execution.CancelToken;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.result.OpenRows;

/**
 * What {@link LanceMeta} knows of a statement: its plan if it is prepared, its limits, and what it has open. One thread
 * executes it; any thread may cancel or close it meanwhile.
 */
final class MetaStatement implements AutoCloseable {
    /** Which results the caller can take; a statement of another kind is refused before it runs. */
    enum Expected {
        ANYTHING,
        ROWS_FIRST,
        COUNTS
    }

    private final @Nullable CompiledStatement plan;
    private final String sql;
    private final List<CancelToken> tokens = new ArrayList<>();
    private final List<OpenRows> open = new ArrayList<>();
    private Expected expected = Expected.ANYTHING;
    private int timeoutMillis;
    private long maxRows = Long.MAX_VALUE;
    private boolean cancelled;
    private boolean closed;

    /** A statement that gets its text with each execution. */
    MetaStatement(int timeoutMillis) {
        this(null, "", timeoutMillis);
    }

    /** A prepared statement. */
    MetaStatement(@Nullable CompiledStatement plan, String sql, int timeoutMillis) {
        this.plan = plan;
        this.sql = sql;
        this.timeoutMillis = timeoutMillis;
    }

    @Nullable CompiledStatement plan() {
        return plan;
    }

    String sql() {
        return sql;
    }

    /**
     * Sets what the next execution keeps to.
     *
     * @param newMaxRows rows of each result at most
     */
    void configure(Expected newExpected, int newTimeoutMillis, long newMaxRows) {
        expected = newExpected;
        timeoutMillis = newTimeoutMillis;
        maxRows = newMaxRows;
    }

    Expected expected() {
        return expected;
    }

    /** Lets any kind of statement follow. */
    void acceptAnything() {
        expected = Expected.ANYTHING;
    }

    /** Lets only statements follow that return no rows. */
    void acceptOnlyCounts() {
        expected = Expected.COUNTS;
    }

    long maxRows() {
        return maxRows;
    }

    /** Starts a new execution, which closes what the one before has left open. */
    void begin() {
        closeOpen();
        synchronized (this) {
            tokens.clear();
            cancelled = false;
        }
    }

    /** The token of the next part of the execution; cancelled already if the execution was. */
    synchronized CancelToken newToken() {
        CancelToken token = CancelToken.withTimeoutMillis(timeoutMillis);
        if (cancelled || closed) {
            token.cancel();
        }
        tokens.add(token);
        return token;
    }

    /** Takes over rows, to close them with the statement. */
    void opened(OpenRows rows) {
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) {
                open.add(rows);
            }
        }
        if (late) {
            rows.close();
            throw new MetaFailure(JdbcErrors.statementClosed());
        }
    }

    /** Stops what is running or still to be read, as soon as it polls its token. */
    synchronized void cancel() {
        cancelled = true;
        tokens.forEach(CancelToken::cancel);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        cancel();
        closeOpen();
    }

    /** Closes the results that are open. */
    void closeOpen() {
        List<OpenRows> toClose;
        synchronized (this) {
            toClose = List.copyOf(open);
            open.clear();
        }
        // Outside the lock: closing waits for a read that is under way, and cancel must not wait for that.
        toClose.forEach(OpenRows::close);
    }
}
