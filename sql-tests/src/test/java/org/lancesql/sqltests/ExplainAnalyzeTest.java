package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What EXPLAIN ANALYZE says is what happened. */
@ExtendWith(NoLeaks.class)
class ExplainAnalyzeTest {
    private static final String NUMBERS = "SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS k"
            + " FROM digits a, digits b, digits c, digits d, digits e";
    private static final Pattern ROWS = Pattern.compile("actual rows=(\\d+)");

    @TempDir
    private static Path directory;

    private static Connection connection;

    @BeforeAll
    static void createTables() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
        execute(
                "CREATE TABLE digits (n INT)",
                "INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                "CREATE TABLE big AS SELECT CAST(k AS BIGINT) AS id, k / 2 AS half, 'name ' || CAST(k AS VARCHAR) AS name"
                        + " FROM (" + NUMBERS + ")",
                "CREATE INDEX by_id ON big (id)",
                "CREATE TABLE few (id BIGINT)",
                "INSERT INTO few VALUES (7), (29999), (7), (NULL), (-5)");
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

    private static String plan(Connection on, String statement) throws SQLException {
        return String.join(
                "\n",
                Rows.of(on, statement).stream()
                        .map(row -> String.valueOf(row.get(0)))
                        .toList());
    }

    private static long rootRows(String plan) {
        Matcher matcher = ROWS.matcher(plan);
        assertThat(matcher.find()).as(plan).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void rowsOfTheFirstOperatorAreThoseOfTheQuery() throws SQLException {
        for (String query : List.of(
                "SELECT * FROM big WHERE half > 49000",
                "SELECT half, COUNT(*) FROM big GROUP BY half",
                "SELECT DISTINCT id % 7 FROM big",
                "SELECT b.id FROM big b LEFT JOIN few f ON b.id = f.id WHERE b.id < 100",
                "SELECT * FROM few WHERE id NOT IN (SELECT half FROM big WHERE half IS NOT NULL)",
                "SELECT id, SUM(half) OVER (ORDER BY id) FROM big ORDER BY id DESC LIMIT 10 OFFSET 5",
                "SELECT id FROM few f WHERE EXISTS (SELECT * FROM big b WHERE b.half = f.id AND b.id > f.id)",
                "SELECT id FROM big INTERSECT SELECT id FROM few",
                "SELECT (SELECT MAX(b.half) FROM big b WHERE b.id < f.id) FROM few f",
                "VALUES (1), (2), (3)")) {
            int rows = Rows.of(connection, query).size();
            assertThat(rootRows(plan(connection, "EXPLAIN ANALYZE " + query)))
                    .as(query)
                    .isEqualTo(rows);
        }
    }

    @Test
    void scansTellWhereTheirRowsCameFrom(@TempDir Path other) throws SQLException {
        try (Connection fresh = DriverManager.getConnection("jdbc:lance:" + other);
                Statement statement = fresh.createStatement()) {
            statement.execute("CREATE TABLE t (a INT, b INT)");
            statement.execute("INSERT INTO t VALUES (1, 2), (3, 4)");
            String query = "EXPLAIN ANALYZE (TIMING OFF) SELECT a + b FROM t";
            assertThat(plan(fresh, query))
                    .contains("rows read=2", "fragments=1", "columns from files=2")
                    .doesNotContain("memory");
            assertThat(plan(fresh, query))
                    .contains("rows read=2", "fragments=1", "columns from memory=2")
                    .doesNotContain("files");
            statement.execute("INSERT INTO t VALUES (5, 6)");
            assertThat(plan(fresh, query))
                    .contains("rows read=3", "fragments=2", "columns from memory=2", "columns from files=2");
        }
    }

    @Test
    void scansTellWhatLanceFilteredByAndWhichIndexItUsed() throws SQLException {
        try (Connection files =
                DriverManager.getConnection("jdbc:lance:" + directory + "?columnCache=0&readOnly=true")) {
            assertThat(plan(files, "EXPLAIN ANALYZE (TIMING OFF) SELECT name FROM big WHERE id = 77"))
                    .contains("rows read=1,", "filter=[", "'77'", "index=[by_id]");
            assertThat(plan(files, "EXPLAIN ANALYZE (TIMING OFF) SELECT b.name FROM big b JOIN few f ON b.id = f.id"))
                    .contains("keys of join=3", "rows read=2,", "index=[by_id]");
        }
    }

    @Test
    void parametersAreBoundAsInTheStatement() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "EXPLAIN ANALYZE (TIMING OFF) SELECT id FROM big WHERE half BETWEEN ? AND ?")) {
            assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(2);
            for (int wanted : new int[] {1, 10, 1_000}) {
                statement.setInt(1, 1);
                statement.setInt(2, wanted);
                try (ResultSet lines = statement.executeQuery()) {
                    assertThat(lines.next()).isTrue();
                    assertThat(rootRows(lines.getString("PLAN"))).isEqualTo(2L * wanted);
                }
            }
        }
    }

    @Test
    void changesAreMadeOnceAndRolledBackWithTheirTransaction() throws SQLException {
        try (Connection own = DriverManager.getConnection("jdbc:lance:" + directory);
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            assertThat(statement.execute("EXPLAIN ANALYZE INSERT INTO few SELECT id FROM big WHERE id < 10"))
                    .isTrue();
            assertThat(Rows.count(own, "SELECT COUNT(*) FROM few")).isEqualTo(15);
            own.rollback();
            assertThat(Rows.count(own, "SELECT COUNT(*) FROM few")).isEqualTo(5);
            assertThatThrownBy(() -> statement.execute("INSERT INTO few VALUES (1); EXPLAIN ANALYZE DELETE FROM few"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
            own.rollback();
            assertThat(Rows.count(own, "SELECT COUNT(*) FROM few")).isEqualTo(5);
        }
    }

    @Test
    void readOnlyConnectionsAnalyseQueriesOnly() throws SQLException {
        try (Connection reading = DriverManager.getConnection("jdbc:lance:" + directory + "?readOnly=true")) {
            assertThat(plan(reading, "EXPLAIN ANALYZE SELECT * FROM few")).contains("actual rows=5");
            assertThatThrownBy(() -> plan(reading, "EXPLAIN ANALYZE DELETE FROM few"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
    }

    @Test
    @Timeout(60)
    void timeoutsAndErrorsEndIt() {
        assertThatThrownBy(() -> Rows.of(
                        connection,
                        "EXPLAIN ANALYZE SELECT COUNT(*) FROM big a, big b WHERE a.half + b.half = -1 GROUP BY a.id + b.id",
                        1))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        assertThatThrownBy(() -> plan(connection, "EXPLAIN ANALYZE SELECT 1 / (id - 5) FROM big"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
    }

    @Test
    void timesAndMemoryAreShownAndCanBeLeftOut() throws SQLException {
        String query = "SELECT half, COUNT(*) FROM big GROUP BY half";
        assertThat(plan(connection, "EXPLAIN ANALYZE " + query))
                .containsPattern("BatchAggregate.*self=\\d+\\.\\d\\d ms, total=\\d+\\.\\d\\d ms, memory=\\d")
                .containsPattern("\nPlanning: \\d+\\.\\d\\d ms\nExecution: \\d+\\.\\d\\d ms, memory \\d");
        String bare = plan(connection, "EXPLAIN ANALYZE (TIMING OFF) " + query);
        assertThat(bare).doesNotContain("self=", "total=", ", memory=", "Planning", "Execution");
        assertThat(plan(connection, "EXPLAIN ANALYZE (TIMING OFF) " + query)).isEqualTo(bare);
    }
}
