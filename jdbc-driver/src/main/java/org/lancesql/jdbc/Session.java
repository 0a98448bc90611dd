package org.lancesql.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.SqlEngine;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.errors.SqlStates;
import org.lancesql.mutation.CommitInfo;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.SessionTransactions;

/** The settings of one connection, and what it may do. */
final class Session implements SessionContext, AutoCloseable {
    private final boolean readOnlyDatabase;
    private final String user;
    private final SessionState state;
    private volatile boolean readOnly;

    Session(ConnectionConfig config, SqlEngine engine) {
        this.readOnlyDatabase = config.readOnly();
        this.readOnly = config.readOnly();
        this.user = config.user();
        this.state = engine.newSession(config.settings());
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    void setReadOnly(boolean newReadOnly) throws SQLException {
        if (newReadOnly == readOnly) {
            return;
        }
        if (transactions().isOpen()) {
            throw JdbcErrors.notWithinTransaction("setReadOnly");
        }
        if (readOnlyDatabase) {
            throw SqlStates.create(
                    SqlStates.READ_ONLY, "The connection was opened with readOnly=true and cannot be made writable");
        }
        readOnly = newReadOnly;
    }

    @Override
    public SessionState state() {
        return state;
    }

    @Override
    public CommitInfo commitInfo(String statementKind) {
        return new CommitInfo(user, state.applicationName(), List.of(statementKind));
    }

    String user() {
        return user;
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
