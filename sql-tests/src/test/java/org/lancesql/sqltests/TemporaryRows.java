package org.lancesql.sqltests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A program with a temporary table, whose rows it counts for each line that it reads. */
final class TemporaryRows {
    private TemporaryRows() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE mine (n INT)");
            do {
                statement.execute("INSERT INTO mine VALUES (1)");
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM mine")) {
                    rows.next();
                    System.out.println("rows " + rows.getInt(1));
                }
            } while (lines.readLine() != null);
        }
    }
}
