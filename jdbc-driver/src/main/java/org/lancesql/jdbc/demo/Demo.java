package org.lancesql.jdbc.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** Shows LanceSQL on TPC-H data: makes the tables, queries them over JDBC, adds a row, reads an older version. */
public final class Demo {
    private static final String PUSHED_QUERY = """
            SELECT l_orderkey, l_shipdate, l_quantity, l_extendedprice
            FROM lineitem
            WHERE l_shipdate = DATE '1995-03-15' AND l_quantity >= 49
            ORDER BY l_extendedprice DESC
            LIMIT 5""";
    private static final String JOIN = """
            SELECT n_name, count(*) AS orders, sum(l_extendedprice * (1 - l_discount)) AS revenue
            FROM customer
            JOIN orders ON c_custkey = o_custkey
            JOIN lineitem ON l_orderkey = o_orderkey
            JOIN nation ON c_nationkey = n_nationkey
            JOIN region ON n_regionkey = r_regionkey
            WHERE r_name = 'ASIA'
              AND o_orderdate >= DATE '1994-01-01' AND o_orderdate < DATE '1995-01-01'
            GROUP BY n_name
            ORDER BY revenue DESC""";
    private static final String INSERT = """
            INSERT INTO nation
            SELECT max(n_nationkey) + 1, 'ATLANTIS', 3, 'risen from the sea' FROM nation""";

    private final Path directory;
    private final double scale;
    private final PrintWriter out;
    private final boolean terminal;

    /**
     * A demo.
     *
     * @param directory where the tables are, or are to be made
     * @param scale TPC-H scale factor
     * @param terminal whether {@code out} is a terminal, and progress may move
     */
    public Demo(Path directory, double scale, PrintWriter out, boolean terminal) {
        this.directory = directory.toAbsolutePath().normalize();
        this.scale = scale;
        this.out = out;
        this.terminal = terminal;
    }

    /** Runs all steps. */
    public void run() throws SQLException {
        loadTables();
        String url = "jdbc:lance:" + directory.toString().replace("%", "%25").replace("?", "%3F");
        out.println("Connecting over JDBC to " + url);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            step("Every .lance directory in it is a table:");
            show(statement, "SHOW TABLES");
            step("A query. Filter, columns and order are left to Lance, as the plan shows:");
            show(statement, PUSHED_QUERY);
            show(statement, "EXPLAIN PLAN FOR\n" + PUSHED_QUERY);
            step("A join of five tables:");
            show(statement, JOIN);
            step("Adding a row makes a new version of the table:");
            update(statement, INSERT);
            step("Older versions stay readable. Version 1, as it was made:");
            show(statement, lastNations("nation FOR VERSION AS OF 1"));
            step("Version 2, after the first INSERT:");
            show(statement, lastNations("nation FOR VERSION AS OF 2"));
            step("Two versions in one query: what is new since version 1?");
            show(statement, """
                    SELECT now.n_nationkey, now.n_name
                    FROM nation AS now
                    LEFT JOIN nation FOR VERSION AS OF 1 AS was ON was.n_nationkey = now.n_nationkey
                    WHERE was.n_nationkey IS NULL
                    ORDER BY now.n_nationkey""");
        }
        out.println();
        out.println("Try your own queries on the same data:");
        out.println();
        out.println("  ./lancesql shell " + quoted(directory.toString()));
        out.println();
        out.flush();
    }

    private void loadTables() {
        out.printf(Locale.ROOT, "TPC-H at scale factor %s, as Lance tables in %s%n", scale, directory);
        out.flush();
        List<String> made = new TpchLoader(scale, new LoadProgress(out, terminal)).load(directory);
        if (made.isEmpty()) {
            out.println("  The tables are there already.");
        }
        out.println();
        out.flush();
    }

    private static String lastNations(String source) {
        return "SELECT n_nationkey, n_name, n_regionkey\nFROM " + source + "\nORDER BY n_nationkey DESC\nLIMIT 2";
    }

    private void step(String title) {
        out.println();
        out.println("== " + title);
    }

    private void printSql(String sql) {
        out.println();
        sql.lines().forEach(line -> out.println("  " + line));
        out.println();
        out.flush();
    }

    private void show(Statement statement, String sql) throws SQLException {
        printSql(sql);
        long start = System.nanoTime();
        try (ResultSet rows = statement.executeQuery(sql)) {
            TextTable.print(rows, out);
            out.println("  " + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
        out.flush();
    }

    private void update(Statement statement, String sql) throws SQLException {
        printSql(sql);
        long start = System.nanoTime();
        int rows = statement.executeUpdate(sql);
        out.println("  " + rows + (rows == 1 ? " row" : " rows") + " added in "
                + (System.nanoTime() - start) / 1_000_000 + " ms");
        out.flush();
    }

    private static String quoted(String path) {
        return path.matches("[\\w./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
