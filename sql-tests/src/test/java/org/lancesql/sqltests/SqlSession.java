package org.lancesql.sqltests;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A connection whose transactions are driven by SQL statements or by the calls of JDBC for them. */
final class SqlSession implements AutoCloseable {
    private final Connection connection;
    private final Map<String, Savepoint> savepoints = new HashMap<>();
    private boolean usesSql;

    SqlSession(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    void begin(boolean isRepeatable, boolean newUsesSql) throws SQLException {
        usesSql = newUsesSql;
        if (usesSql) {
            execute("BEGIN ISOLATION LEVEL " + (isRepeatable ? "REPEATABLE READ" : "READ COMMITTED"));
        } else {
            connection.setTransactionIsolation(
                    isRepeatable ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
        }
    }

    void savepoint(String name) throws SQLException {
        if (usesSql) {
            execute("SAVEPOINT " + name);
        } else {
            savepoints.put(name, connection.setSavepoint(name));
        }
    }

    void rollbackTo(String name) throws SQLException {
        if (usesSql) {
            execute("ROLLBACK TO SAVEPOINT " + name);
        } else {
            connection.rollback(savepoints.get(name));
        }
    }

    void release(String name) throws SQLException {
        if (usesSql) {
            execute("RELEASE SAVEPOINT " + name);
        } else {
            connection.releaseSavepoint(savepoints.get(name));
        }
    }

    void rollback() throws SQLException {
        if (usesSql) {
            execute("ROLLBACK");
        } else {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Ends the transaction, also when it fails. */
    void commit() throws SQLException {
        if (usesSql) {
            execute("COMMIT");
            return;
        }
        try {
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Runs a statement, or a batch, and returns its update count. */
    long run(ModelStatement statement) throws SQLException {
        return statement.batch().isEmpty()
                ? execute(statement.sql())
                : executeBatch(statement.sql(), statement.batch());
    }

    private long execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getLargeUpdateCount();
        }
    }

    private long executeBatch(String sql, List<List<Object>> members) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (List<Object> member : members) {
                for (int i = 0; i < member.size(); i++) {
                    statement.setObject(i + 1, member.get(i));
                }
                statement.addBatch();
            }
            return Arrays.stream(statement.executeBatch()).sum();
        } catch (BatchUpdateException e) {
            throw e.getSQLState() == null && e.getNextException() != null ? e.getNextException() : e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
