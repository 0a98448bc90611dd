package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A prepared join has a plan for values that few rows have and one for values that many have, and gives the same rows. */
@ExtendWith(NoLeaks.class)
class ParameterPlansTest {
    /** 50,000 orders, of which nearly all are done and some ten are in each of the other states, and 10,000 notes. */
    private static final String NUMBERS = "SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS k"
            + " FROM digits a, digits b, digits c, digits d, digits e WHERE e.n < 5";

    private static final String JOIN =
            "SELECT COUNT(*), MIN(o.id), MAX(n.id) FROM orders o JOIN notes n ON o.id = n.id" + " WHERE ";

    @TempDir
    private static Path directory;

    private static Connection connection;

    @BeforeAll
    static void createTables() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
        execute(
                "CREATE TABLE digits (n INT)",
                "INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                "CREATE TABLE orders AS SELECT CAST(k AS BIGINT) AS id, MOD(k, 1000) AS day,"
                        + " CASE WHEN MOD(k, 5000) = 1 THEN 'open' WHEN MOD(k, 5000) = 2 THEN 'lost' ELSE 'done' END AS status"
                        + " FROM (" + NUMBERS + ")",
                "CREATE TABLE notes AS SELECT id FROM orders WHERE MOD(id, 5) < 3 AND id < 20000");
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    private static void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String run(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        try (ResultSet rows = statement.executeQuery()) {
            return String.join(
                    "\n", Rows.read(rows).stream().map(String::valueOf).toList());
        }
    }

    private static PreparedStatement plans(String condition) throws SQLException {
        return connection.prepareStatement("EXPLAIN ANALYZE (TIMING OFF) " + JOIN + condition);
    }

    /** Whether the join keeps the rows of the notes in memory, not those of the orders. */
    private static boolean keepsNotes(String plan) {
        assertThat(plan).containsPattern("BatchJoin.*build=");
        boolean isNotesFirst = plan.indexOf("[main, notes]") < plan.lastIndexOf("LanceTableScan");
        return plan.contains("build=[left]") == isNotesFirst;
    }

    @Test
    void theRowsOfAFewAreKeptInMemoryAndThoseOfManyAreNot() throws SQLException {
        try (PreparedStatement plans = plans("o.status = ?")) {
            assertThat(keepsNotes(run(plans, "done"))).isTrue();
            assertThat(keepsNotes(run(plans, "open"))).isFalse();
            assertThat(keepsNotes(run(plans, "done"))).isTrue();
        }
        try (PreparedStatement plans = plans("o.day < ?")) {
            assertThat(keepsNotes(run(plans, 1))).isFalse();
            assertThat(keepsNotes(run(plans, 900))).isTrue();
        }
    }

    @Test
    void valuesOfOneOrderOfMagnitudeShareAPlan() throws SQLException {
        execute("CREATE TABLE growing AS SELECT * FROM orders");
        try (PreparedStatement plans = connection.prepareStatement(
                "EXPLAIN ANALYZE (TIMING OFF) " + JOIN.replace("orders", "growing") + "o.status = ?")) {
            String first = run(plans, "open");
            assertThat(first).containsPattern("growing\\]\\], version=\\[1\\]");
            assertThat(keepsNotes(first)).isFalse();
            execute("INSERT INTO growing VALUES (-1, 0, 'open')");
            assertThat(run(plans, "lost"))
                    .as("the plan for values of few rows, made at version 1")
                    .containsPattern("growing\\]\\], version=\\[1\\]");
        }
        try (PreparedStatement plans = connection.prepareStatement(
                "EXPLAIN ANALYZE (TIMING OFF) " + JOIN.replace("orders", "growing") + "o.status = ?")) {
            assertThat(run(plans, "lost")).containsPattern("growing\\]\\], version=\\[2\\]");
        }
    }

    @Test
    void resultsAreThoseOfConstants() throws SQLException {
        try (PreparedStatement equal = connection.prepareStatement(JOIN + "o.status = ?");
                PreparedStatement range = connection.prepareStatement(JOIN + "o.day BETWEEN ? AND ? AND n.id > ?");
                PreparedStatement change = connection.prepareStatement(
                        "UPDATE orders SET day = day WHERE status = ? AND id IN (SELECT id FROM notes)")) {
            for (int round = 0; round < 2; round++) {
                for (String status : List.of("done", "open", "lost", "none")) {
                    String constant = JOIN + "o.status = '" + status + "'";
                    assertThat(run(equal, status))
                            .isEqualTo(Rows.of(connection, constant).get(0).toString());
                }
                for (int[] days : new int[][] {{0, 999}, {3, 3}, {500, 400}, {0, 10}}) {
                    String constant = JOIN + "o.day BETWEEN " + days[0] + " AND " + days[1] + " AND n.id > " + days[0];
                    assertThat(run(range, days[0], days[1], days[0]))
                            .isEqualTo(Rows.of(connection, constant).get(0).toString());
                }
                for (String status : List.of("open", "none", "done")) {
                    change.setString(1, status);
                    assertThat((long) change.executeUpdate())
                            .isEqualTo(Rows.count(
                                    connection,
                                    "SELECT COUNT(*) FROM orders WHERE status = '" + status
                                            + "' AND id IN (SELECT id FROM notes)"));
                }
            }
        }
    }

    @Test
    void nullsAndPendingRowsHavePlansToo() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement equal = connection.prepareStatement(JOIN + "o.status = ?")) {
            assertThat(run(equal, "open")).startsWith("[" + 4 + ",");
            execute("INSERT INTO orders VALUES (7, 1, 'open'), (10, 1, 'open')");
            assertThat(run(equal, "open")).startsWith("[" + 6 + ",");
            assertThat(run(equal, new Object[] {null})).startsWith("[0,");
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
