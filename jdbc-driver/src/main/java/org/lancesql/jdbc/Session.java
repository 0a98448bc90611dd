package org.lancesql.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.SqlEngine;
import org.lancesql.jdbc.errors.SqlStates;

/** The settings of one connection, and what it may do. */
final class Session implements SessionContext, AutoCloseable {
    private final boolean readOnlyDatabase;
    private final SessionState state;
    private volatile boolean readOnly;
    private volatile boolean autoCommit = true;

    Session(ConnectionConfig config, SqlEngine engine) {
        this.readOnlyDatabase = config.readOnly();
        this.readOnly = config.readOnly();
        this.state = engine.newSession(config.settings(), config.user());
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    void setReadOnly(boolean newReadOnly) throws SQLException {
        if (readOnlyDatabase && !newReadOnly) {
            throw SqlStates.create(
                    SqlStates.READ_ONLY, "The connection was opened with readOnly=true and cannot be made writable");
        }
        readOnly = newReadOnly;
    }

    @Override
    public SessionState state() {
        return state;
    }

    String user() {
        return state.user();
    }

    boolean autoCommit() {
        return autoCommit;
    }

    void setAutoCommit(boolean newAutoCommit) {
        autoCommit = newAutoCommit;
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
