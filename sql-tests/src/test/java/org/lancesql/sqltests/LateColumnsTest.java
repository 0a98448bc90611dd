package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Wide columns that are fetched for the rows of a top-N are those that a scan would have read. */
@ExtendWith(NoLeaks.class)
class LateColumnsTest {
    private static final String FETCH = "BatchFetchColumns";
    private static final int ROWS = 40_000;

    /** More rows than are ever fetched one by one. */
    private static final int UNBOUNDED = 15_000;

    @TempDir
    private static Path directory;

    private static Connection connection;

    @BeforeAll
    static void createTables() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:" + directory + "?columnCache=0&mergeFragments=0");
        String text = "";
        for (int i = 0; i < 8; i++) {
            text += (i == 0 ? "" : " || ") + "SHA512(CAST(k + " + i * ROWS + " AS VARCHAR))";
        }
        execute(
                "CREATE TABLE digits (n INT)",
                "INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                "CREATE TABLE wide (id BIGINT, g INT, x INT, t VARCHAR, tags VARCHAR ARRAY)");
        String numbers = "SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS k"
                + " FROM digits a, digits b, digits c, digits d, digits e WHERE e.n ";
        for (String part : List.of("= 0", "= 1", "BETWEEN 2 AND 3")) {
            execute("INSERT INTO wide SELECT k, MOD(k, 100), MOD(k * 7919, 40009), CASE WHEN MOD(k, 11) > 0 THEN "
                    + text
                    + " END, CASE WHEN MOD(k, 3) > 0 THEN ARRAY['a', CAST(k AS VARCHAR)] END FROM (" + numbers + part
                    + ")");
        }
        execute(
                "CREATE TABLE grp (g INT, name VARCHAR)",
                "INSERT INTO grp VALUES (1, 'one'), (2, 'two'), (3, 'three'), (3, 'drei'), (NULL, 'none'), (98, 'many')");
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

    private static String plan(String query) throws SQLException {
        return String.valueOf(Rows.of(connection, "EXPLAIN " + query));
    }

    /** Compares with a plan that reads all columns, because it is asked for too many rows. */
    private static void requireSame(String query) throws SQLException {
        assertThat(plan(query + " LIMIT 9")).as(query).contains(FETCH);
        assertThat(plan(query + " LIMIT " + UNBOUNDED)).as(query).doesNotContain(FETCH);
        List<List<Object>> all = Rows.of(connection, query + " LIMIT " + UNBOUNDED);
        for (String limit : List.of(" LIMIT 9", " LIMIT 1", " LIMIT 5 OFFSET 3")) {
            int from = limit.contains("OFFSET") ? 3 : 0;
            int rows = limit.contains("9") ? 9 : limit.contains("5") ? 5 : 1;
            List<List<Object>> expected = all.subList(Math.min(from, all.size()), Math.min(from + rows, all.size()));
            assertThat(Rows.text(Rows.of(connection, query + limit)))
                    .as(query + limit)
                    .isEqualTo(Rows.text(expected));
        }
    }

    private static void requireSameQueries(String table) throws SQLException {
        for (String query : List.of(
                "SELECT * FROM wide ORDER BY x, id",
                "SELECT t, tags, id FROM wide ORDER BY x DESC, id",
                "SELECT * FROM wide WHERE MOD(x + g, 17) = 3 ORDER BY x, id",
                "SELECT id, t, t AS again, x + 1, tags FROM wide WHERE g + 1 > 50 ORDER BY x + g, id",
                "SELECT w.*, name FROM wide w JOIN grp ON w.g = grp.g ORDER BY x, id, name",
                "SELECT name, w.t, tags FROM grp JOIN wide w ON w.g = grp.g AND w.x > grp.g ORDER BY x, id, name",
                "SELECT w.*, name FROM wide w LEFT JOIN grp ON w.g = grp.g ORDER BY x, id, name",
                "SELECT name, w.* FROM grp RIGHT JOIN wide w ON w.g = grp.g ORDER BY x, id, name",
                "SELECT * FROM wide w WHERE EXISTS (SELECT * FROM grp WHERE grp.g = w.g) ORDER BY x, id",
                "SELECT * FROM wide w WHERE NOT EXISTS (SELECT * FROM grp WHERE grp.g = w.g) ORDER BY x, id",
                "SELECT a.*, b.t FROM wide a JOIN wide b ON a.id = b.x ORDER BY a.x, a.id, b.id")) {
            requireSame(query.replace("wide", table));
        }
    }

    @Test
    void rowsOfATopAreThoseOfAScanOfAllColumns() throws SQLException {
        requireSameQueries("wide");
    }

    @Test
    void deletedAndUpdatedRowsAndOldVersionsAreRight() throws SQLException {
        execute("CREATE TABLE changed AS SELECT * FROM wide WHERE id < 15000");
        execute("INSERT INTO changed SELECT * FROM wide WHERE id >= 15000");
        String top = "SELECT * FROM changed ORDER BY x, id LIMIT 9";
        List<List<Object>> before = Rows.of(connection, top);
        long version = Rows.count(connection, "SELECT MAX(version) FROM changed$versions");
        execute(
                "DELETE FROM changed WHERE MOD(id, 5) = 2",
                "UPDATE changed SET t = 'new ' || t, x = x + 3 WHERE g < 5",
                "DELETE FROM changed WHERE x BETWEEN 30 AND 60");
        requireSameQueries("changed");
        String past = top.replace("changed", "changed FOR VERSION AS OF " + version);
        assertThat(plan(past)).contains(FETCH);
        assertThat(Rows.text(Rows.of(connection, past))).isEqualTo(Rows.text(before));
    }

    @Test
    void pendingRowsOfATransactionAreSeen() throws SQLException {
        connection.setAutoCommit(false);
        try {
            String top = "SELECT * FROM wide ORDER BY x, id LIMIT 3";
            assertThat(plan(top)).contains(FETCH);
            execute("INSERT INTO wide (id, x, t) VALUES (-1, -5, 'pending')", "UPDATE wide SET t = 'zero' WHERE x = 0");
            assertThat(plan(top)).doesNotContain(FETCH);
            List<List<Object>> rows = Rows.of(connection, top);
            assertThat(rows.get(0).get(3)).isEqualTo("pending");
            assertThat(rows.get(1).get(3)).isEqualTo("zero");
            assertThat(rows).hasSize(3);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void vectorsAreFetchedWithTheirItems() throws SQLException {
        String ones = String.join(", ", Collections.nCopies(1024, "1.5"));
        execute(
                "CREATE TABLE vec (id BIGINT, x INT, v VECTOR(1024))",
                "INSERT INTO vec (id, x) SELECT id, x FROM wide WHERE id < 12000",
                "INSERT INTO vec VALUES (-1, -1, ARRAY[" + ones + "]), (-2, 50000, ARRAY[" + ones + "])");
        requireSame("SELECT * FROM vec ORDER BY x, id");
        requireSame("SELECT id, v FROM vec ORDER BY x DESC, id");
        assertThat(Rows.of(connection, "EXPLAIN ANALYZE SELECT * FROM vec ORDER BY x, id LIMIT 2")
                        .toString())
                .contains("rows fetched=2");
    }

    @Test
    void columnsAreReadAtOnceWhereThatCostsLittle() throws SQLException {
        assertThat(plan("SELECT * FROM grp ORDER BY name LIMIT 2")).doesNotContain(FETCH);
        assertThat(plan("SELECT id, g, x FROM wide ORDER BY x LIMIT 9")).doesNotContain(FETCH);
        assertThat(plan("SELECT id, MAX(t) FROM wide GROUP BY id ORDER BY id LIMIT 9"))
                .doesNotContain(FETCH);
        assertThat(plan("SELECT t FROM wide ORDER BY t LIMIT 9")).doesNotContain("columns=[[_rowaddr, t");
        assertThat(plan("SELECT t FROM wide LIMIT 9")).doesNotContain(FETCH);
    }
}
