package org.lancesql.sqltests;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads 270 MB of rows through a connection whose heap and Arrow memory together are smaller. */
final class StreamingProgram {
    private StreamingProgram() {}

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, text FROM wide")) {
            long count = 0;
            while (rows.next()) {
                count += rows.getString(2).isEmpty() ? 0 : 1;
            }
            System.out.println("read " + count + " rows");
        }
    }
}
