package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatementTest {
    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private Connection connection;
    private Statement statement;

    @BeforeEach
    void makeTable() throws SQLException {
        connection = database.connect();
        statement = connection.createStatement();
        statement.execute("CREATE TABLE t (i INTEGER NOT NULL, s VARCHAR)");
        statement.execute("INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, NULL)");
    }

    private static SQLException failure(ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call);
    }

    private static String state(ThrowingCallable call) {
        return failure(call).getSQLState();
    }

    private static List<Integer> integers(ResultSet rows) throws SQLException {
        List<Integer> values = new ArrayList<>();
        while (rows.next()) {
            values.add(rows.getInt(1));
        }
        return values;
    }

    private long count() throws SQLException {
        try (Statement own = connection.createStatement();
                ResultSet rows = own.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void rowsStreamInOrderAndEnd() throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT i, s FROM t ORDER BY i;")) {
            assertThat(rows.isBeforeFirst()).isTrue();
            assertThat(state(() -> rows.getInt(1))).isEqualTo("24000");
            assertThat(rows.next()).isTrue();
            assertThat(rows.isFirst()).isTrue();
            assertThat(rows.getRow()).isEqualTo(1);
            assertThat(rows.getString("S")).isEqualTo("one");
            assertThat(state(() -> rows.getInt(3))).isEqualTo("07009");
            assertThat(state(() -> rows.getInt("nope"))).isEqualTo("42703");
            assertThat(state(rows::previous)).isEqualTo("0A000");
            assertThat(rows.next()).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(2)).isNull();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.next()).isFalse();
            assertThat(rows.isAfterLast()).isTrue();
            assertThat(state(() -> rows.getInt(1))).isEqualTo("24000");
            rows.close();
            assertThat(state(rows::next)).isEqualTo("24000");
        }
    }

    @Test
    void updateReturnsItsNumberOfRows() throws SQLException {
        assertThat(statement.executeUpdate("INSERT INTO t VALUES (4, 'four'), (5, 'five')"))
                .isEqualTo(2);
        assertThat(statement.getUpdateCount()).isEqualTo(2);
        assertThat(statement.getResultSet()).isNull();
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.executeUpdate("CREATE TABLE u (i INTEGER)")).isZero();
        try (ResultSet keys = statement.getGeneratedKeys()) {
            assertThat(keys.next()).isFalse();
        }
    }

    @Test
    void statementOfTheWrongKindDoesNotRun() throws SQLException {
        assertThat(state(() -> statement.executeQuery("INSERT INTO t VALUES (9, 'nine')")))
                .isEqualTo("02000");
        assertThat(count()).isEqualTo(3);
        assertThat(state(() -> statement.executeUpdate("SELECT * FROM t"))).isEqualTo("0100E");
        assertThat(state(() -> statement.execute(" -- nothing\n"))).isEqualTo("02000");
        assertThat(state(() -> statement.execute(null))).isEqualTo("02000");
    }

    @Test
    void scriptGivesItsResultsInOrder() throws SQLException {
        boolean isRows =
                statement.execute("INSERT INTO t VALUES (4, 'four'); SELECT i FROM t WHERE i >= 3 ORDER BY i; SELECT 7;"
                        + " INSERT INTO t VALUES (5, 'not in the query before'), (6, 'nor this')");
        assertThat(isRows).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(1);
        assertThat(statement.getMoreResults()).isTrue();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        ResultSet first = statement.getResultSet();
        assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
        assertThat(integers(statement.getResultSet())).containsExactly(7);
        assertThat(integers(first)).containsExactly(3, 4);
        assertThat(statement.getMoreResults(Statement.CLOSE_ALL_RESULTS)).isFalse();
        assertThat(first.isClosed()).isTrue();
        assertThat(statement.getUpdateCount()).isEqualTo(2);
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }

    @Test
    void errorOfSyntaxAnywhereInAScriptMeansNothingRuns() throws SQLException {
        SQLException failure = failure(() -> statement.execute("INSERT INTO t VALUES (4, 'x');\nSELEC 1"));
        assertThat(failure.getSQLState()).isEqualTo("42601");
        assertThat((Throwable) failure).message().contains("ine 2");
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void resultsThatNobodyReadsAreFreedWithTheConnection() throws SQLException {
        statement.execute("SELECT * FROM t; SELECT * FROM t; SELECT * FROM t");
        ResultSet abandoned = connection.createStatement().executeQuery("SELECT * FROM t");
        abandoned.next();
        connection.prepareStatement("SELECT * FROM t").executeQuery();
        connection.close();
        assertThat(abandoned.isClosed()).isTrue();
    }

    @Test
    void newExecutionClosesTheResultsOfTheOneBefore() throws SQLException {
        ResultSet first = statement.executeQuery("SELECT * FROM t");
        statement.closeOnCompletion();
        ResultSet second = statement.executeQuery("SELECT * FROM t");
        assertThat(first.isClosed()).isTrue();
        assertThat(statement.isClosed()).isFalse();
        second.close();
        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void maxRowsCutsEveryResult() throws SQLException {
        statement.setMaxRows(2);
        assertThat(integers(statement.executeQuery("SELECT i FROM t ORDER BY i")))
                .containsExactly(1, 2);
        assertThat(statement.getMaxRows()).isEqualTo(2);
        try (var prepared = connection.prepareStatement("SELECT i FROM t ORDER BY i")) {
            prepared.setMaxRows(1);
            assertThat(integers(prepared.executeQuery())).containsExactly(1);
        }
        statement.setMaxRows(0);
        assertThat(integers(statement.executeQuery("SELECT i FROM t"))).hasSize(3);
        assertThat(state(() -> statement.setMaxRows(-1))).isEqualTo("22023");
    }

    @Test
    void batchRunsInOrderAndStopsAtTheFirstFailure() throws SQLException {
        statement.addBatch("INSERT INTO t VALUES (4, 'four')");
        statement.addBatch("INSERT INTO t VALUES (5, 'five'), (6, 'six')");
        assertThat(statement.executeBatch()).containsExactly(1, 2);
        assertThat(statement.executeBatch()).isEmpty();
        statement.addBatch("INSERT INTO t VALUES (7, 'seven')");
        statement.addBatch("INSERT INTO nix VALUES (8)");
        statement.addBatch("INSERT INTO t VALUES (9, 'nine')");
        BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
        assertThat(failure.getUpdateCounts()).hasSize(3).containsOnly(Statement.EXECUTE_FAILED);
        assertThat(failure.getSQLState()).isEqualTo("42P01");
        assertThat(count()).isEqualTo(6);
        statement.addBatch("SELECT 1");
        assertThat(state(statement::executeBatch)).isEqualTo("0100E");
    }

    @Test
    void readOnlyConnectionRefusesChanges() throws SQLException {
        Connection readOnly = database.connect("?readOnly=true");
        try (Statement own = readOnly.createStatement()) {
            assertThat(integers(own.executeQuery("SELECT i FROM t"))).hasSize(3);
            assertThat(state(() -> own.execute("INSERT INTO t VALUES (4, 'four')")))
                    .isEqualTo("25006");
            assertThat(state(() -> own.execute("CREATE TABLE u (i INTEGER)"))).isEqualTo("25006");
        }
    }

    @Test
    void errorsHaveTheirStates() {
        assertThat(state(() -> statement.executeQuery("SELECT FROM"))).isEqualTo("42601");
        assertThat(state(() -> statement.executeQuery("SELECT * FROM nix"))).isEqualTo("42P01");
        assertThat(state(() -> statement.executeQuery("SELECT nix FROM t"))).isEqualTo("42703");
        assertThat(state(() -> statement.executeQuery("SELECT nix(i) FROM t"))).isEqualTo("42883");
        assertThat(state(() -> statement.executeQuery("SELECT * FROM nix.t"))).isIn("3F000", "42P01");
        assertThat(state(() -> statement.execute("CREATE TABLE t (i INTEGER)"))).isEqualTo("42P07");
        assertThat(state(() -> statement.execute("CREATE TABLE u (i INTEGER, i INTEGER)")))
                .isEqualTo("42701");
        assertThat(state(() -> statement.execute("INSERT INTO t VALUES (NULL, 'x')")))
                .isEqualTo("23502");
        assertThat(state(() -> statement.execute("UPDATE t SET i = NULL"))).isEqualTo("23502");
        assertThat(state(() -> statement.execute("SELECT * FROM t FOR VERSION AS OF 99")))
                .isEqualTo("22023");
        assertThat(state(() -> {
                    try (ResultSet rows = statement.executeQuery("SELECT 1 / (i - 2) FROM t ORDER BY i")) {
                        integers(rows);
                    }
                }))
                .isEqualTo("22012");
    }

    @Test
    void whatAVersionHeldIsReadFromTheSameConnection() throws SQLException {
        statement.execute("INSERT INTO t VALUES (4, 'four')");
        assertThat(integers(statement.executeQuery("SELECT count(*) FROM t FOR VERSION AS OF 2")))
                .containsExactly(3);
        assertThat(count()).isEqualTo(4);
    }

    @Test
    void settingsOfAStatementAreChecked() throws SQLException {
        assertThat(state(() -> statement.setQueryTimeout(-1))).isEqualTo("22023");
        statement.setQueryTimeout(7);
        assertThat(statement.getQueryTimeout()).isEqualTo(7);
        assertThat(state(() -> statement.setFetchSize(-1))).isEqualTo("22023");
        statement.setFetchSize(100);
        assertThat(statement.getFetchSize()).isEqualTo(100);
        assertThat(state(() -> statement.setFetchDirection(ResultSet.FETCH_REVERSE)))
                .isEqualTo("0A000");
        assertThat(state(() -> statement.getMoreResults(99))).isEqualTo("22023");
        assertThat(state(() -> statement.unwrap(Thread.class))).isEqualTo("22023");
        statement.close();
        statement.close();
        assertThat(state(() -> statement.execute("SELECT 1"))).isEqualTo("24000");
        assertThat(state(statement::getMaxRows)).isEqualTo("24000");
    }
}
