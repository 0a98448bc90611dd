package org.lancesql.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** LanceSQL through its driver, with a statement prepared once. */
final class SqlChanger implements Changer {
    private final Connection connection;
    private final String table;
    private final PreparedStatement insert;

    SqlChanger(String url, String table) throws SQLException {
        this.connection = DriverManager.getConnection(url);
        this.table = table;
        this.insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?)");
    }

    @Override
    public void insertRow(long id) throws SQLException {
        bind(id);
        insert.executeUpdate();
    }

    private void bind(long id) throws SQLException {
        insert.setLong(1, id);
        insert.setInt(2, MadeRows.number(id));
        insert.setString(3, MadeRows.text(id));
    }

    @Override
    public void insertRows(long first, long count, int batchRows) throws SQLException {
        connection.setAutoCommit(false);
        for (long id = first; id < first + count; id++) {
            bind(id);
            insert.addBatch();
            if ((id + 1 - first) % batchRows == 0 || id + 1 == first + count) {
                insert.executeBatch();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void insertFromSource() throws SQLException {
        execute("INSERT INTO " + table + " SELECT * FROM source");
    }

    @Override
    public void update(String condition) throws SQLException {
        execute("UPDATE " + table + " SET n = n + 1 WHERE " + condition);
    }

    @Override
    public void delete(String condition) throws SQLException {
        execute("DELETE FROM " + table + " WHERE " + condition);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
