package org.lancesql.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.GeneratedKeys;
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
    private final @Nullable CompiledStatement keyPlan;
    private final String sql;
    private final List<CancelToken> tokens = new ArrayList<>();
    private final List<OpenRows> open = new ArrayList<>();
    private Expected expected = Expected.ANYTHING;
    private @Nullable GeneratedKeys wantedKeys;
    private Meta.@Nullable Signature keys;
    private int timeoutMillis;
    private long maxRows = Long.MAX_VALUE;
    private List<String> warnings = List.of();
    private @Nullable String running;
    private boolean executing;
    private boolean cancelled;
    private boolean closed;

    /** A statement that gets its text with each execution. */
    MetaStatement(int timeoutMillis) {
        this(null, null, "", timeoutMillis);
    }

    /**
     * A prepared statement.
     *
     * @param keyPlan the same statement with its keys as rows, if they are wanted and there are some
     */
    MetaStatement(
            @Nullable CompiledStatement plan, @Nullable CompiledStatement keyPlan, String sql, int timeoutMillis) {
        this.plan = plan;
        this.keyPlan = keyPlan;
        this.sql = sql;
        this.timeoutMillis = timeoutMillis;
    }

    @Nullable CompiledStatement plan() {
        return plan;
    }

    /** The plan whose rows are the keys of the changed rows. */
    @Nullable CompiledStatement keyPlan() {
        return keyPlan;
    }

    String sql() {
        return sql;
    }

    /** Asks the next execution of a text for keys; null for none. */
    void wantKeys(@Nullable GeneratedKeys newWantedKeys) {
        wantedKeys = newWantedKeys;
    }

    @Nullable GeneratedKeys wantedKeys() {
        return wantedKeys;
    }

    /** Keeps the keys of the rows that were changed. */
    void returned(Meta.Signature newKeys) {
        keys = newKeys;
    }

    /** The keys of the rows that the last execution has changed, which are read once; null if there are none. */
    Meta.@Nullable Signature takeKeys() {
        Meta.Signature taken = keys;
        keys = null;
        return taken;
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

    /**
     * Starts a new execution, which closes what the one before has left open.
     *
     * @param text what is executed
     */
    void begin(String text) {
        closeOpen();
        keys = null;
        synchronized (this) {
            running = text;
            warnings = List.of();
            executing = true;
            tokens.clear();
            cancelled = false;
        }
    }

    /**
     * Ends an execution; rows that it has opened may still be read.
     *
     * @param newWarnings what the user is to be told about it
     */
    synchronized void end(List<String> newWarnings) {
        executing = false;
        warnings = newWarnings;
    }

    /** What the user is to be told about the last execution. */
    synchronized List<String> warnings() {
        return warnings;
    }

    synchronized void clearWarnings() {
        warnings = List.of();
    }

    /** The text that is executed now, or has rows that are not read yet. */
    synchronized Optional<String> running() {
        boolean isReading = open.stream().anyMatch(rows -> !rows.isClosed());
        return Optional.ofNullable(executing || isReading ? running : null);
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
