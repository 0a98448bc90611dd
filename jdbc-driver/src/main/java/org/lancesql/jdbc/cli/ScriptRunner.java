package org.lancesql.jdbc.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.lancesql.jdbc.demo.TextTable;

/** Runs a script and prints what each of its statements gives. */
final class ScriptRunner {
    private final PrintWriter out;
    private final PrintWriter err;

    ScriptRunner(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the script, statement by statement; returns whether all succeeded. The first failure ends it. */
    boolean run(String url, String script) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : ScriptSplitter.split(script)) {
                printResults(statement, statement.execute(sql));
            }
            return true;
        } catch (SQLException e) {
            err.println(Failures.describe(e));
            err.flush();
            return false;
        }
    }

    private void printResults(Statement statement, boolean firstIsRows) throws SQLException {
        boolean isRows = firstIsRows;
        while (isRows || statement.getLargeUpdateCount() >= 0) {
            if (isRows) {
                try (ResultSet rows = statement.getResultSet()) {
                    TextTable.print(rows, out);
                }
            } else {
                long count = statement.getLargeUpdateCount();
                out.println("  " + count + (count == 1 ? " row" : " rows") + " changed");
            }
            out.flush();
            isRows = statement.getMoreResults();
        }
    }
}
