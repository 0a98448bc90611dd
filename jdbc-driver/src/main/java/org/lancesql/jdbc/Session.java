package org.lancesql.jdbc;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.SessionContext;
import org.lancesql.jdbc.errors.SqlStates;
import org.lancesql.mutation.CommitInfo;

/** The settings of one connection, and what it may do. */
final class Session implements SessionContext {
    private final boolean readOnlyDatabase;
    private final String user;
    private final ZoneId timeZone;
    private volatile @Nullable String applicationName;
    private final int queryTimeoutMillis;
    private volatile boolean readOnly;
    private volatile boolean autoCommit = true;

    Session(ConnectionConfig config) {
        this.readOnlyDatabase = config.readOnly();
        this.readOnly = config.readOnly();
        this.user = config.user();
        this.timeZone = config.timeZone();
        this.applicationName = config.applicationName();
        this.queryTimeoutMillis = config.queryTimeoutMillis();
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
    public ZoneId timeZone() {
        return timeZone;
    }

    @Override
    public CommitInfo commitInfo(String statementKind) {
        return new CommitInfo(user, applicationName, List.of(statementKind));
    }

    String user() {
        return user;
    }

    boolean autoCommit() {
        return autoCommit;
    }

    void setAutoCommit(boolean newAutoCommit) {
        autoCommit = newAutoCommit;
    }

    @Nullable String applicationName() {
        return applicationName;
    }

    void setApplicationName(@Nullable String newName) {
        applicationName = newName;
    }

    /** Time after which a statement is stopped that sets none of its own; 0 for never. */
    int queryTimeoutMillis() {
        return queryTimeoutMillis;
    }
}
