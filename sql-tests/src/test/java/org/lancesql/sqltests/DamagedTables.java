package org.lancesql.sqltests;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A program that reads every table of a database in several ways and prints how each attempt went. */
final class DamagedTables {
    private DamagedTables() {}

    public static void main(String[] arguments) throws SQLException {
        // Columns in memory would answer for an index that nobody has to read then.
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + arguments[0] + "?columnCache=0")) {
            List<String> tables = strings(connection, "SHOW TABLES");
            System.out.println("tables " + tables.size());
            for (String table : tables) {
                print(connection, table, "scan", "SELECT count(id + char_length(item)) FROM \"" + table + "\"");
                print(connection, table, "lookup", "SELECT item FROM \"" + table + "\" WHERE id = 7");
                print(connection, table, "describe", "DESCRIBE \"" + table + "\"");
                print(connection, table, "insert", "INSERT INTO \"" + table + "\" VALUES (2000, 'item 2000')");
                print(connection, table, "index", "CREATE INDEX by_item ON \"" + table + "\" (item)");
            }
            print(
                    connection,
                    "information_schema",
                    "columns",
                    "SELECT count(*) FROM information_schema.columns" + " WHERE table_name = 'intact'");
            print(
                    connection,
                    "information_schema",
                    "tables",
                    "SELECT count(*) FROM information_schema.tables" + " WHERE table_schema = 'main'");
        }
    }

    private static void print(Connection connection, String table, String attempt, String sql) {
        String result;
        try {
            result = "00000 " + String.join(",", strings(connection, sql));
        } catch (SQLException e) {
            result = e.getSQLState() + " " + e.getMessage().replace('\n', ' ');
        }
        System.out.println(table + " " + attempt + " " + result);
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.execute(sql) ? statement.getResultSet() : null) {
            while (rows != null && rows.next()) {
                values.add(rows.getString(1));
            }
            return rows == null ? List.of(String.valueOf(statement.getUpdateCount())) : values;
        }
    }
}
