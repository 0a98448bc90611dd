package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan that reads by an index only the rows that a join looks for gives what a scan of all rows gives. */
class KeyedScanTest {
    private static final String NUMBERS = "SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS k"
            + " FROM digits a, digits b, digits c, digits d, digits e WHERE e.n < 3";

    @TempDir
    private static Path directory;

    private static Connection connection;

    @BeforeAll
    static void createTables() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
        execute(
                "CREATE TABLE digits (n INT)",
                "INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                "CREATE TABLE plain AS SELECT CAST(k AS BIGINT) AS id, 'name ' || CAST(k AS VARCHAR) AS name,"
                        + " CASE WHEN k < 100 THEN NULL ELSE k / 2 END AS half FROM (" + NUMBERS + ")",
                "CREATE TABLE big AS SELECT * FROM plain",
                "CREATE INDEX by_id ON big (id)",
                "CREATE INDEX by_name ON big (name)",
                "CREATE INDEX by_half ON big (half)",
                "CREATE TABLE few (id BIGINT, name VARCHAR, half INT)",
                "INSERT INTO few VALUES (7, 'name 7', NULL), (29999, 'none', 14999), (7, NULL, 60), (NULL, 'name 12', 61),"
                        + " (-5, 'name 29000', 100000)");
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @BeforeEach
    void endTransaction() throws SQLException {
        connection.setAutoCommit(true);
    }

    @Test
    void joinsGiveTheSameRows() throws SQLException {
        for (String column : List.of("id", "name", "half")) {
            String on = "b." + column + " = f." + column;
            requireSame("SELECT b.*, f.* FROM few f JOIN big b ON " + on);
            requireSame("SELECT b.*, f.* FROM few f LEFT JOIN big b ON " + on);
            requireSame("SELECT b.*, f.* FROM big b RIGHT JOIN few f ON " + on + " AND b.id > f.id");
            requireSame("SELECT * FROM big b WHERE EXISTS (SELECT * FROM few f WHERE " + on + ")");
            requireSame("SELECT * FROM few f WHERE EXISTS (SELECT * FROM big b WHERE " + on + ")");
            requireSame("SELECT * FROM few f WHERE NOT EXISTS (SELECT * FROM big b WHERE " + on + ")");
            requireSame("SELECT f.*, t.c FROM few f JOIN (SELECT " + column + ", COUNT(*) AS c FROM big GROUP BY "
                    + column + ") t ON t." + column + " = f." + column);
        }
    }

    @Test
    void joinsAboveJoinsReachTheScan() throws SQLException {
        String query = "SELECT b.id, p.half FROM big b JOIN plain p ON b.half = p.half JOIN few f ON f.id = b.id"
                + " WHERE p.id > 20";
        requireSame(query);
        requireSame("SELECT b.id, c.id FROM big b JOIN big c ON b.id = c.half JOIN few f ON f.id = b.id");
        requireSame("SELECT b.id, c.id FROM big b LEFT JOIN plain c ON b.id = c.half JOIN few f ON f.id = b.id");
    }

    @Test
    void rowsWithoutAMatchStayWhereTheyAreWanted() throws SQLException {
        assertThat(count("SELECT b.id FROM big b LEFT JOIN few f ON b.id = f.id"))
                .isEqualTo(30_001);
        assertThat(count("SELECT b.id FROM big b FULL JOIN few f ON b.id = f.id"))
                .isEqualTo(30_003);
        assertThat(count("SELECT b.id FROM big b WHERE NOT EXISTS (SELECT * FROM few f WHERE b.id = f.id)"))
                .isEqualTo(29_998);
        requireSame("SELECT b.id, f.half FROM big b JOIN few f ON b.half IS NOT DISTINCT FROM f.half");
    }

    @Test
    void planTellsWhichScanReadsTheKeysOfWhichJoin() throws SQLException {
        String plan = plan("SELECT b.name FROM few f JOIN big b ON b.id = f.id");
        assertThat(plan).contains("tellsKeys=[1]").contains("keysOfJoin=[1 on id]");
        assertThat(plan("SELECT b.name FROM few f JOIN plain b ON b.id = f.id")).doesNotContain("keysOfJoin");
        assertThat(plan("SELECT b.name FROM big b LEFT JOIN few f ON b.id = f.id"))
                .doesNotContain("keysOfJoin");
    }

    @Test
    void manyKeysReadAllRows() throws SQLException {
        requireSame("SELECT b.id, p.name FROM big b JOIN plain p ON b.id = p.id WHERE p.id < 5000");
    }

    @Test
    void noKeysReadNothing() throws SQLException {
        requireSame("SELECT b.id FROM big b JOIN few f ON b.id = f.id WHERE f.half = 3");
    }

    @Test
    void pendingRowsAreFound() throws SQLException {
        String names = "SELECT b.name FROM few f JOIN big b ON b.id = f.id ORDER BY 1";
        connection.setAutoCommit(false);
        execute("UPDATE big SET id = -5 WHERE id = 29999", "INSERT INTO big VALUES (7, 'again', 2)");
        assertThat(Rows.of(connection, names))
                .extracting(row -> row.get(0))
                .containsExactly("again", "again", "name 29999", "name 7", "name 7");
        connection.rollback();
        execute("DELETE FROM big WHERE id = 7");
        assertThat(Rows.of(connection, names)).extracting(row -> row.get(0)).containsExactly("name 29999");
        connection.rollback();
    }

    private static void requireSame(String query) throws SQLException {
        assertThat(Rows.of(connection, query))
                .as(plan(query))
                .containsExactlyInAnyOrderElementsOf(Rows.of(connection, query.replace("big", "plain")));
    }

    private static int count(String query) throws SQLException {
        return Rows.of(connection, query).size();
    }

    private static String plan(String query) throws SQLException {
        return String.valueOf(Rows.of(connection, "EXPLAIN " + query));
    }

    private static void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
