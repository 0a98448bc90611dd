package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts and batches are units: committed once, undone as a whole, or pending in a transaction. */
class BatchTest {
    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private Connection connection;
    private Statement statement;

    @BeforeEach
    void makeTable() throws SQLException {
        connection = database.connect();
        statement = connection.createStatement();
        statement.execute("CREATE TABLE t (i INTEGER NOT NULL, s VARCHAR(5))");
    }

    private static String state(ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call).getSQLState();
    }

    private List<String> rows(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement own = connection.createStatement();
                ResultSet rows = own.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private List<String> rows() throws SQLException {
        return rows("SELECT i FROM t ORDER BY i");
    }

    private long newestVersion() throws SQLException {
        long version = 1;
        while (exists(version + 1)) {
            version++;
        }
        return version;
    }

    private boolean exists(long version) {
        try (Statement own = connection.createStatement()) {
            own.executeQuery("SELECT i FROM t FOR VERSION AS OF " + version).close();
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("22023");
            return false;
        }
    }

    private static void add(PreparedStatement batch, @Nullable Object... row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            batch.setObject(i + 1, row[i]);
        }
        batch.addBatch();
    }

    @Test
    void preparedBatchIsOneVersion() throws SQLException {
        long before = newestVersion();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (int i = 0; i < 70_000; i++) {
                add(insert, i, i % 3 == 0 ? null : "s" + i % 10);
            }
            assertThat(insert.executeBatch()).hasSize(70_000).containsOnly(1);
        }
        assertThat(newestVersion()).isEqualTo(before + 1);
        assertThat(rows("SELECT SUM(i) || ' ' || COUNT(s) || ' ' || MAX(s) FROM t"))
                .containsExactly(69_999L * 70_000 / 2 + " " + (70_000 - 23_334) + " s9");
    }

    @Test
    void batchComputesItsRowsAsSingleExecutionsDo() throws SQLException {
        statement.execute("CREATE TABLE e (a BIGINT, b DECIMAL(12, 3), c VARCHAR, d DATE, e TIMESTAMP(6), f BOOLEAN,"
                + " g DOUBLE, h INTEGER ARRAY, k UUID, z INTEGER DEFAULT 7)");
        String sql = "INSERT INTO e (a, b, c, d, e, f, g, h, k) VALUES (? + 1, ?, UPPER(CAST(? AS VARCHAR)) || '!',"
                + " ?, CAST(? AS TIMESTAMP(6)), NOT CAST(? AS BOOLEAN), CASE WHEN ? > 1 THEN 0.5 END, ?, ?)";
        List<@Nullable Object[]> given = List.of(
                new Object[] {
                    1,
                    new BigDecimal("1.5"),
                    "ab",
                    LocalDate.of(2024, 2, 29),
                    LocalDateTime.of(2024, 1, 2, 3, 4, 5, 678_901_000),
                    true,
                    1,
                    new Integer[] {1, null},
                    new UUID(1, 2)
                },
                new Object[] {
                    2L, new BigDecimal("12345678.125"), "ß", "2023-12-31", "2023-12-31 23:59:59", false, 2, null, null
                },
                new Object[] {
                    "41", 3, 17, null, null, null, null, new Integer[0], "00000000-0000-0000-0000-000000000001"
                });
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (@Nullable Object[] row : given) {
                add(insert, row);
                insert.executeBatch();
            }
            List<String> single = everything();
            statement.execute("DELETE FROM e");
            for (@Nullable Object[] row : given) {
                add(insert, row);
            }
            insert.executeBatch();
            assertThat(everything()).isEqualTo(single).hasSize(3).doesNotHaveDuplicates();
        }
    }

    private List<String> everything() throws SQLException {
        List<String> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM e ORDER BY a")) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(rows.getString(i)).append('|');
                }
                all.add(row.toString());
            }
        }
        return all;
    }

    /** Columns change from integers to other classes in their midst, begin with nulls, and have texts longer than others. */
    @Test
    void valuesOfAnyClassAreBoundInBatchesAsInSingleExecutions() throws SQLException {
        statement.execute("CREATE TABLE b (n BIGINT, x DOUBLE, s VARCHAR)");
        String sql = "INSERT INTO b VALUES (?, ?, ?)";
        List<@Nullable Object[]> given = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Object number =
                    i < 5 || i % 7 == 0 ? null : i < 500 ? (Object) (i - 250L) : i < 900 ? i : (Object) ("" + i);
            Object share = i % 3 == 0 ? (Object) i : (Object) (i / 4.0);
            String text = i == 700 ? "long ".repeat(20_000) : i % 11 == 0 ? null : "\u00fc\u20ac\uD83D\uDE00" + i;
            given.add(new Object[] {number, share, text});
        }
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Object[] row : given) {
                add(insert, row);
            }
            assertThat(insert.executeBatch()).hasSize(1_000).containsOnly(1);
            assertThat(insert.executeBatch()).as("the batch is empty again").isEmpty();
        }
        String all = "SELECT n || '|' || x || '|' || s FROM b ORDER BY x, n, s";
        List<String> together = rows(all);
        statement.execute("TRUNCATE TABLE b");
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Object[] row : given) {
                for (int i = 0; i < row.length; i++) {
                    insert.setObject(i + 1, row[i]);
                }
                insert.executeUpdate();
            }
        }
        assertThat(together).hasSize(1_000).isEqualTo(rows(all));
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Test
    void parametersOfAQueryForRowsHaveTheTypesOfTheColumns() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t SELECT ?, ?")) {
            assertThat(insert.getParameterMetaData().getParameterTypeName(1)).isEqualTo("INTEGER");
            add(insert, 1, "a");
            add(insert, 2, null);
            assertThat(insert.executeBatch()).containsExactly(1, 1);
        }
        assertThat(rows()).containsExactly("1", "2");
    }

    @Test
    void batchFailsAtTheRowAndWithTheErrorOfASingleExecution() throws SQLException {
        record Case(String sql, @Nullable Object bad, String state) {}
        for (Case wrong : List.of(
                new Case("INSERT INTO t VALUES (?, 'x')", "no number", "22018"),
                new Case("INSERT INTO t VALUES (?, 'x')", null, "23502"),
                new Case("INSERT INTO t VALUES (?, 'x')", 1L << 40, "22003"),
                new Case("INSERT INTO t VALUES (1, ?)", "longer than five", "22001"),
                new Case("INSERT INTO t VALUES (10 / CAST(? AS INTEGER), 'x')", 0, "22012"))) {
            try (PreparedStatement insert = connection.prepareStatement(wrong.sql())) {
                insert.setObject(1, wrong.bad());
                SQLException single = catchThrowableOfType(SQLException.class, insert::executeUpdate);
                assertThat(single.getSQLState()).as(wrong.sql()).isEqualTo(wrong.state());
                for (int i = 0; i < 100; i++) {
                    add(insert, i == 61 || i == 99 ? wrong.bad() : Integer.valueOf(i + 1));
                }
                BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
                assertThat(failure.getSQLState()).isEqualTo(wrong.state());
                assertThat((Throwable) failure)
                        .hasMessage("Entry 62 of the batch failed, and nothing of the batch is kept: "
                                + single.getMessage());
                assertThat(failure.getUpdateCounts()).hasSize(100).containsOnly(Statement.EXECUTE_FAILED);
                assertThat(insert.executeBatch())
                        .as("a failed batch is not run again")
                        .isEmpty();
            }
        }
        assertThat(rows()).isEmpty();
    }

    @Test
    void batchThatBreaksAKeyNamesTheRow() throws SQLException {
        statement.execute("CREATE TABLE k (id INTEGER PRIMARY KEY, n INTEGER)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO k VALUES (?, ?)")) {
            for (int i = 0; i < 20; i++) {
                add(insert, i == 13 ? 4 : i, i);
            }
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(failure.getSQLState()).isEqualTo("23505");
            assertThat((Throwable) failure).message().startsWith("Entry 14 of the batch failed");
        }
        assertThat(rows("SELECT id FROM k")).isEmpty();
    }

    @Test
    void inATransactionWhatCameBeforeTheFailureStaysPending() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
            for (Object value : List.of(1, 2, "no number", 4)) {
                add(insert, value);
            }
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(failure.getUpdateCounts()).containsExactly(1, 1);
            assertThat((Throwable) failure).message().contains("the transaction keeps");
        }
        assertThat(rows()).containsExactly("1", "2");
        statement.addBatch("INSERT INTO t VALUES (3, 'x'), (4, 'x')");
        statement.addBatch("INSERT INTO nix VALUES (5)");
        BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
        assertThat(failure.getUpdateCounts()).containsExactly(2);
        assertThat(state(() -> statement.execute("INSERT INTO t VALUES (5, 'x'); INSERT INTO t VALUES (1 / 0, 'x')")))
                .isEqualTo("22012");
        connection.commit();
        assertThat(rows()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void otherStatementsRunForOneRowAfterTheOther() throws SQLException {
        statement.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')");
        long before = newestVersion();
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET i = i + 10 WHERE i >= ?")) {
            for (int from : new int[] {4, 3, 2, 100}) {
                add(update, from);
            }
            assertThat(update.executeLargeBatch()).containsExactly(1, 2, 3, 0);
        }
        assertThat(newestVersion()).isEqualTo(before + 1);
        assertThat(rows()).containsExactly("1", "12", "23", "34");
        try (PreparedStatement copy = connection.prepareStatement("INSERT INTO t SELECT i + ?, s FROM t WHERE i = 1")) {
            add(copy, 1);
            add(copy, 2);
            assertThat(copy.executeBatch()).containsExactly(1, 1);
        }
        assertThat(rows()).containsExactly("1", "2", "3", "12", "23", "34");
    }

    @Test
    void severalRowsOfValuesCountAll() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'a'), (? + 10, 'b')")) {
            add(insert, 1, 1);
            add(insert, 2, 2);
            assertThat(insert.executeBatch()).containsExactly(2, 2);
        }
        assertThat(rows()).containsExactly("1", "2", "11", "12");
    }

    @Test
    void conflictClauseCountsWhatItDid() throws SQLException {
        statement.execute("CREATE TABLE k (id INTEGER PRIMARY KEY, n INTEGER)");
        String sql = "INSERT INTO k VALUES (?, 0) ON CONFLICT (id) DO NOTHING";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int id : new int[] {1, 2, 1, 3, 2}) {
                add(insert, id);
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 0, 1, 0);
        }
        assertThat(rows("SELECT id FROM k ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    void scriptIsOneVersionAndUndoneAsAWhole() throws SQLException {
        long before = newestVersion();
        statement.execute("INSERT INTO t VALUES (1, 'a'); UPDATE t SET i = 2; INSERT INTO t VALUES (3, 'c')");
        assertThat(newestVersion()).isEqualTo(before + 1);
        assertThat(rows()).containsExactly("2", "3");
        assertThat(state(() -> statement.execute("INSERT INTO t VALUES (4, 'd'); INSERT INTO t VALUES (NULL, 'e')")))
                .isEqualTo("23502");
        assertThat(rows()).containsExactly("2", "3");
        assertThat(newestVersion()).isEqualTo(before + 1);
    }

    @Test
    void resultsOfAScriptStayReadableAfterItsEnd() throws SQLException {
        assertThat(statement.execute(
                        "INSERT INTO t VALUES (1, 'a'); SELECT i FROM t; UPDATE t SET i = 2;" + " SELECT i FROM t"))
                .isFalse();
        assertThat(statement.getLargeUpdateCount()).isEqualTo(1);
        statement.getMoreResults();
        try (ResultSet first = statement.getResultSet()) {
            assertThat(first.next()).isTrue();
            assertThat(first.getInt(1)).isEqualTo(1);
        }
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(1);
        assertThat(statement.getMoreResults()).isTrue();
        assertThat(statement.getResultSet().next()).isTrue();
        assertThat(statement.getResultSet().getInt(1)).isEqualTo(2);
    }

    @Test
    void mixAnywhereInAUnitMeansThatNothingRuns() throws SQLException {
        statement.execute("INSERT INTO t VALUES (1, 'a')");
        SQLException script = catchThrowableOfType(
                SQLException.class, () -> statement.execute("INSERT INTO t VALUES (2, 'b'); DELETE FROM t"));
        assertThat(script.getErrorCode()).isEqualTo(4001);
        statement.addBatch("INSERT INTO t VALUES (2, 'b')");
        statement.addBatch("DELETE FROM t WHERE i = 1");
        SQLException batch = catchThrowableOfType(SQLException.class, statement::executeBatch);
        assertThat(batch.getErrorCode()).isEqualTo(4001);
        assertThat((Throwable) batch).isNotInstanceOf(BatchUpdateException.class);
        assertThat(rows()).containsExactly("1");
    }

    @Test
    void definitionInABatchCommitsWhatCameBefore() throws SQLException {
        statement.addBatch("INSERT INTO t VALUES (1, 'a')");
        statement.addBatch("CREATE TABLE u (i INTEGER)");
        statement.addBatch("INSERT INTO t VALUES (2, 'b')");
        statement.addBatch("INSERT INTO t VALUES (1 / 0, 'c')");
        BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
        assertThat(failure.getSQLState()).isEqualTo("22012");
        assertThat((Throwable) failure).message().contains("Entry 4").contains("is committed");
        assertThat(rows()).containsExactly("1");
    }

    @Test
    void errorOfSyntaxAnywhereInABatchMeansThatNothingRuns() throws SQLException {
        statement.addBatch("INSERT INTO t VALUES (1, 'a')");
        statement.addBatch("INSERT INTO t VALUS (2, 'b')");
        assertThat(state(statement::executeBatch)).isEqualTo("42601");
        statement.addBatch("INSERT INTO t VALUES (1, 'a')");
        statement.addBatch("INSERT INTO t VALUES (2, 'b'); INSERT INTO t VALUES (3, 'c')");
        assertThat(state(statement::executeBatch)).isEqualTo("0A000");
        assertThat(rows()).isEmpty();
    }
}
