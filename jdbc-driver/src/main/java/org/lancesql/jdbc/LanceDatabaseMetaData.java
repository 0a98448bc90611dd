package org.lancesql.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.errors.SqlStates;

/** Describes the database and what the driver can do. */
final class LanceDatabaseMetaData extends FixedDatabaseMetaData {
    private static final int MAX_NAME_LENGTH = 200;

    private final LanceConnection connection;

    LanceDatabaseMetaData(LanceConnection connection) {
        super(connection);
        this.connection = connection;
    }

    /** A question that looks at tables, which may fail for reasons of theirs. */
    private interface Question {
        ResultSet ask() throws SQLException;
    }

    private static ResultSet ask(Question question) throws SQLException {
        try {
            return question.ask();
        } catch (RuntimeException e) {
            throw SqlStates.translate(e);
        }
    }

    @Override
    public ResultSet getTables(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tableNamePattern,
            String @Nullable [] types)
            throws SQLException {
        return ask(() -> super.getTables(catalog, schemaPattern, tableNamePattern, types));
    }

    @Override
    public ResultSet getColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tableNamePattern,
            @Nullable String columnNamePattern)
            throws SQLException {
        return ask(() -> super.getColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
    }

    @Override
    public String getUserName() {
        return connection.session().user();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    @Override
    public String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    public String getSchemaTerm() {
        return "schema";
    }

    @Override
    public String getCatalogTerm() {
        return "database";
    }

    @Override
    public String getCatalogSeparator() {
        return ".";
    }

    @Override
    public int getMaxTableNameLength() {
        return MAX_NAME_LENGTH;
    }

    @Override
    public int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_REPEATABLE_READ;
    }

    @Override
    public boolean supportsTransactionIsolationLevel(int level) {
        return IsolationLevels.supports(level);
    }

    @Override
    public boolean supportsResultSetHoldability(int holdability) {
        return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT || holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public int getSQLStateType() {
        return sqlStateSQL;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return super.unwrap(type);
        }
        throw JdbcErrors.notAWrapper(this, type);
    }
}
