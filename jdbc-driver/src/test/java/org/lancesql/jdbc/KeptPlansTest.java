package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions keep plans for each other: no statement gets a plan that was made for something else. */
class KeptPlansTest {
    /** The first of some like statements is planned for itself, the second for all, the third with that plan. */
    private static final int LIKE_STATEMENTS = 3;

    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private Connection connection;
    private Connection other;

    @BeforeEach
    void makeTable() throws SQLException {
        connection = database.connect();
        other = database.connect();
        run(connection, "CREATE TABLE t (i INTEGER, d DECIMAL(6, 2), f DOUBLE, s VARCHAR(5))");
        run(connection, "INSERT INTO t VALUES (1, 1.50, 0.1, 'one'), (2, 2.25, 0.2, 'it''s'), (-3, NULL, NULL, NULL)");
    }

    private static void run(Connection in, String sql) throws SQLException {
        try (Statement statement = in.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> ask(Connection in, String sql) throws SQLException {
        try (Statement statement = in.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return texts(rows);
        }
    }

    private static List<String> texts(ResultSet rows) throws SQLException {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
            texts.add(String.valueOf(rows.getString(1)));
        }
        return texts;
    }

    /** Makes a plan of a query be kept. */
    private void warm(String sql) throws SQLException {
        for (int i = 0; i < LIKE_STATEMENTS; i++) {
            ask(connection, sql);
        }
    }

    private static SQLException failure(Connection in, String sql) {
        return catchThrowableOfType(SQLException.class, () -> run(in, sql));
    }

    @Test
    void constantsKeepTheirMeaning() throws SQLException {
        warm("SELECT s FROM t WHERE i = 1");
        assertThat(ask(connection, "SELECT s FROM t WHERE i = 2")).containsExactly("it's");
        assertThat(ask(connection, "SELECT i FROM t WHERE i = -3")).containsExactly("-3");
        assertThat(ask(connection, "SELECT s FROM t WHERE i = 5000000000")).isEmpty();
        assertThat(ask(connection, "SELECT s FROM t WHERE i = 1.0")).containsExactly("one");
        assertThat(ask(connection, "SELECT s FROM t WHERE i = 1.5")).isEmpty();
        assertThat(ask(connection, "SELECT s FROM t WHERE i = 1e0")).containsExactly("one");

        warm("SELECT i FROM t WHERE s = 'one'");
        assertThat(ask(connection, "SELECT i FROM t WHERE s = 'it''s'")).containsExactly("2");
        assertThat(ask(connection, "SELECT i FROM t WHERE s = 'one and more'")).isEmpty();

        warm("SELECT i FROM t WHERE d >= 1.5 AND f < 0.15");
        assertThat(ask(connection, "SELECT i FROM t WHERE d >= 1.499 AND f < 0.15"))
                .containsExactly("1");
        assertThat(ask(connection, "SELECT i FROM t WHERE d >= 1 AND f < 0.2")).containsExactly("1");
        assertThat(ask(connection, "SELECT i FROM t WHERE d >= 99999 AND f < 0.3"))
                .isEmpty();

        warm("SELECT i FROM t WHERE i BETWEEN 1 AND 1");
        assertThat(ask(connection, "SELECT i FROM t WHERE i BETWEEN -5 AND 1.5 ORDER BY 1"))
                .containsExactly("-3", "1");
    }

    @Test
    void constantsInOtherPlacesAreNotLeftOut() throws SQLException {
        for (int length = 1; length <= LIKE_STATEMENTS; length++) {
            assertThat(ask(connection, "SELECT " + length + " FROM t WHERE i = 1"))
                    .containsExactly(Integer.toString(length));
            assertThat(ask(connection, "SELECT i FROM t WHERE i > -9 ORDER BY 1 LIMIT " + length))
                    .hasSize(length);
            assertThat(ask(
                            connection,
                            "SELECT i + " + length + " FROM t WHERE i > 0 GROUP BY i + " + length + " ORDER BY 1"))
                    .containsExactly(Integer.toString(1 + length), Integer.toString(2 + length));
        }
    }

    @Test
    void insertedConstantsArriveAsTheyAre() throws SQLException {
        run(connection, "CREATE TABLE u (i SMALLINT NOT NULL, d DECIMAL(6, 2), f DOUBLE, s VARCHAR(5))");
        List<String> rows = List.of(
                "(1, 0.25, 0.1, 'a')",
                "(2, 1, 2, '')",
                "(-3, -1.005, 1e-3, '''')",
                "(4, NULL, -7, 'xyzzy')",
                "(5.4, 10, 0.30000000000000004, '5')");
        for (String row : rows) {
            run(connection, "INSERT INTO u VALUES " + row);
        }
        run(connection, "CREATE TABLE w (i SMALLINT NOT NULL, d DECIMAL(6, 2), f DOUBLE, s VARCHAR(5))");
        run(connection, "INSERT INTO w VALUES " + String.join(", ", rows));
        for (String column : List.of("i", "d", "f", "s")) {
            List<String> together = ask(connection, "SELECT " + column + " FROM w ORDER BY i");
            assertThat(ask(connection, "SELECT " + column + " FROM u ORDER BY i"))
                    .isEqualTo(together);
        }
    }

    @Test
    void errorsAreThoseOfTheStatementItself() throws SQLException {
        run(connection, "CREATE TABLE u (i SMALLINT NOT NULL, s VARCHAR(3))");
        for (String bad : List.of("(70000, 'a')", "(1, 'abcd')", "('x', 'a')", "(NULL, 'a')")) {
            String sql = "INSERT INTO u VALUES " + bad;
            SQLException first = failure(connection, sql);
            for (int i = 0; i < LIKE_STATEMENTS; i++) {
                run(connection, "INSERT INTO u VALUES (" + i + ", 'a')");
            }
            SQLException later = failure(connection, sql);
            assertThat(later.getMessage()).isEqualTo(first.getMessage());
            assertThat(later.getSQLState()).isEqualTo(first.getSQLState());
        }
    }

    @Test
    void temporaryTablesHideOthersInTheirSessionAlone() throws SQLException {
        String sql = "SELECT s FROM t WHERE i = 1";
        warm(sql);
        run(other, "CREATE TEMPORARY TABLE t (i INTEGER, s VARCHAR)");
        run(other, "INSERT INTO t VALUES (1, 'mine')");
        for (int i = 0; i < LIKE_STATEMENTS; i++) {
            assertThat(ask(other, sql)).containsExactly("mine");
            assertThat(ask(connection, sql)).containsExactly("one");
        }
        run(connection, "CREATE TEMPORARY TABLE t (i INTEGER, s VARCHAR)");
        assertThat(ask(connection, sql)).isEmpty();
        run(other, "DROP TABLE t");
        assertThat(ask(other, sql)).containsExactly("one");
    }

    @Test
    void tablesThatAreMadeAnewAreReadAsTheyAre() throws SQLException {
        String sql = "SELECT * FROM t WHERE i = 1";
        String insert = "INSERT INTO t VALUES (1, 1, 1, '1')";
        warm(sql);
        try (PreparedStatement prepared = other.prepareStatement(sql)) {
            run(connection, "DROP TABLE t");
            assertThat(failure(connection, sql).getSQLState()).isEqualTo("42P01");
            run(connection, "CREATE TABLE t (s VARCHAR, i BIGINT)");
            run(connection, "INSERT INTO t VALUES ('anew', 1)");
            assertThat(ask(connection, sql)).containsExactly("anew");
            try (ResultSet rows = prepared.executeQuery()) {
                assertThat(texts(rows)).containsExactly("anew");
            }
            assertThat(failure(connection, insert).getSQLState()).isEqualTo("42601");
        }
        try (PreparedStatement later = other.prepareStatement(sql)) {
            assertThat(later.getMetaData().getColumnName(1)).isEqualTo("s");
        }
    }

    @Test
    void viewsSchemasAndTimeZonesAreThoseOfTheMoment() throws SQLException {
        run(connection, "CREATE VIEW v AS SELECT s FROM t WHERE i = 1");
        warm("SELECT s FROM v WHERE s <> ''");
        run(other, "CREATE OR REPLACE VIEW v AS SELECT s FROM t WHERE i = 2");
        assertThat(ask(connection, "SELECT s FROM v WHERE s <> ''")).containsExactly("it's");

        String zone = "SELECT CAST(TIMESTAMP WITH TIME ZONE '2024-01-01 00:00:00+00:00' AS VARCHAR) FROM t WHERE i = 1";
        run(connection, "SET timeZone = 'UTC'");
        warm(zone);
        List<String> utc = ask(connection, zone);
        run(connection, "SET timeZone = 'Asia/Tokyo'");
        assertThat(ask(connection, zone)).isNotEqualTo(utc);
        run(connection, "SET timeZone = 'UTC'");
        assertThat(ask(connection, zone)).isEqualTo(utc);

        warm("SELECT CURRENT_SCHEMA");
        run(other, "USE information_schema");
        assertThat(ask(other, "SELECT CURRENT_SCHEMA")).containsExactly("information_schema");
        assertThat(ask(connection, "SELECT CURRENT_SCHEMA")).containsExactly("main");
    }

    @Test
    void pendingRowsAreSeenByTheirTransactionAlone() throws SQLException {
        String count = "SELECT COUNT(*) FROM t";
        String sql = "SELECT s FROM t WHERE i >= 1 ORDER BY i";
        warm(sql);
        warm(count);
        connection.setAutoCommit(false);
        assertThat(ask(connection, sql)).containsExactly("one", "it's");
        run(connection, "INSERT INTO t (i, s) VALUES (9, 'new')");
        for (int i = 0; i < LIKE_STATEMENTS; i++) {
            assertThat(ask(connection, sql)).containsExactly("one", "it's", "new");
            assertThat(ask(connection, count)).containsExactly("4");
            assertThat(ask(other, sql)).containsExactly("one", "it's");
            assertThat(ask(other, count)).containsExactly("3");
        }
    }

    @Test
    void whatIsPendingGoesWithItsTransaction() throws SQLException {
        String sql = "SELECT s FROM t WHERE i >= 1 ORDER BY i";
        connection.setAutoCommit(false);
        run(connection, "INSERT INTO t (i, s) VALUES (9, 'new')");
        warm(sql);
        connection.rollback();
        assertThat(ask(connection, sql)).containsExactly("one", "it's");
        run(connection, "INSERT INTO t (i, s) VALUES (9, 'new')");
        connection.commit();
        connection.setAutoCommit(true);
        assertThat(ask(connection, sql)).containsExactly("one", "it's", "new");
        assertThat(ask(other, sql)).containsExactly("one", "it's", "new");
    }

    @Test
    void commitsOfOthersAreSeenAndIndexesUsed() throws SQLException {
        warm("SELECT s FROM t WHERE i = 7");
        for (int i = 0; i < LIKE_STATEMENTS; i++) {
            run(other, "INSERT INTO t (i, s) VALUES (7, '" + i + "')");
            assertThat(ask(connection, "SELECT s FROM t WHERE i = 7")).hasSize(i + 1);
        }
        run(other, "CREATE INDEX ti ON t (i)");
        run(other, "INSERT INTO t (i, s) VALUES (7, 'last')");
        assertThat(ask(connection, "SELECT s FROM t WHERE i = 7")).hasSize(LIKE_STATEMENTS + 1);
        run(other, "DROP INDEX ti");
        assertThat(ask(connection, "SELECT s FROM t WHERE i = 7")).hasSize(LIKE_STATEMENTS + 1);
    }

    @Test
    void whatChangesFromOneExecutionToTheNextStillDoes() throws SQLException {
        List<String> random = ask(connection, "SELECT RAND()");
        assertThat(ask(connection, "SELECT RAND()")).isNotEqualTo(random);
        List<String> seeded = ask(connection, "SELECT RAND(42)");
        assertThat(ask(connection, "SELECT RAND(42)")).isEqualTo(seeded);
        run(connection, "CREATE TEMPORARY TABLE mine (i INTEGER)");
        String tables = "SELECT table_name FROM information_schema.tables WHERE table_name = 'mine'";
        warm(tables);
        assertThat(ask(connection, tables)).containsExactly("mine");
        assertThat(ask(other, tables)).isEmpty();
        run(connection, "CREATE TABLE k (id INTEGER GENERATED BY DEFAULT AS IDENTITY, s VARCHAR)");
        for (int i = 0; i < LIKE_STATEMENTS; i++) {
            run(i % 2 == 0 ? connection : other, "INSERT INTO k (s) VALUES ('" + i + "')");
        }
        assertThat(ask(connection, "SELECT COUNT(DISTINCT id) FROM k")).containsExactly("3");
    }

    @Test
    void onePlanServesSeveralThreads() throws Exception {
        run(connection, "CREATE TABLE n (i INTEGER, s VARCHAR)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO n VALUES (?, ?)")) {
            for (int i = 1; i <= 200; i++) {
                insert.setInt(1, i);
                insert.setString(2, Integer.toString(i));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Connection own = database.connect();
                int first = thread;
                Callable<Void> work = () -> {
                    for (int i = 1 + first; i <= 200; i += 4) {
                        assertThat(ask(own, "SELECT UPPER(s) || '!' FROM n WHERE i = " + i))
                                .containsExactly(i + "!");
                    }
                    return null;
                };
                all.add(threads.submit(work));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
