package org.lancesql.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.Progress;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.SqlEngine;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.errors.SqlStates;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.session.SessionTransactions;

/** The settings of one connection, and what it may do. */
final class Session implements SessionContext, AutoCloseable {
    private final boolean readOnlyDatabase;
    private final Progress progress;
    private final SessionState state;

    Session(ConnectionConfig config, SqlEngine engine) {
        this.readOnlyDatabase = config.readOnly();
        this.progress = config.progress() ? new TerminalProgress() : Progress.NONE;
        this.state = engine.newSession(config.settings(), config.user());
    }

    @Override
    public boolean readOnly() {
        return readOnlyDatabase;
    }

    /** Whether statements that change the database are refused, for good or for now. */
    boolean refusesChanges() {
        return readOnlyDatabase || transactions().readOnly();
    }

    void setReadOnly(boolean readOnly) throws SQLException {
        if (readOnly == refusesChanges()) {
            return;
        }
        if (readOnlyDatabase) {
            throw SqlStates.create(
                    SqlStates.READ_ONLY, "The connection was opened with readOnly=true and cannot be made writable");
        }
        if (transactions().isOpen()) {
            throw JdbcErrors.notWithinTransaction("setReadOnly");
        }
        transactions().setDefaultMode(null, readOnly);
    }

    @Override
    public SessionState state() {
        return state;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    String user() {
        return state.user();
    }

    SessionTransactions transactions() {
        return state.transactions();
    }

    /** Whether what a statement changes is kept back for a later commit. */
    boolean inTransaction() {
        return !transactions().autoCommit() || transactions().isOpen();
    }

    /** The isolation of transactions, as a constant of {@link Connection}. */
    int isolation() {
        return IsolationLevels.level(transactions().isolation());
    }

    /** @param level a constant of {@link Connection} */
    void setIsolation(int level) throws SQLException {
        Isolation wanted = IsolationLevels.isolation(level);
        if (wanted != transactions().isolation()) {
            transactions().setIsolation(wanted);
        }
    }

    @Nullable String applicationName() {
        return state.applicationName();
    }

    void setApplicationName(@Nullable String newName) {
        state.set(Setting.APPLICATION_NAME, newName == null ? "" : newName);
    }

    /** Time after which a statement is stopped that sets none of its own; 0 for never. */
    int queryTimeoutMillis() {
        return state.queryTimeoutMillis();
    }

    @Override
    public void close() {
        state.close();
    }
}
