package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a statement ends, its Arrow memory is given back, which {@link NoLeaks} asserts when the database closes. */
@Timeout(120)
class LeakTest {
    private static final int ROWS = 200_000;

    /** Hours of work, one row at a time. */
    private static final String ENDLESS = "SELECT count(*) FROM numbers AS a, numbers AS b WHERE a.id + b.id < -1";

    @TempDir
    private Path directory;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            writer.create(
                    "numbers",
                    ScalarTypes.schema("id BIGINT", "text VARCHAR"),
                    LongStream.range(0, ROWS)
                            .mapToObj(id -> new Object[] {id, "row number " + id})
                            .iterator(),
                    50_000);
        }
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 10 / (id - 150000) FROM numbers",
                "SELECT CAST(text AS INT) FROM numbers",
                "SELECT sum(id * 9000000000000000000) FROM numbers",
                "SELECT id FROM numbers WHERE 10 / (id - 150000) = 1 ORDER BY id",
                "SELECT a.id FROM numbers AS a JOIN numbers AS b ON a.id = b.id WHERE 1 / (a.id - b.id) = 1",
                "INSERT INTO numbers SELECT 10 / (id - 150000), text FROM numbers",
                "CREATE TABLE copied AS SELECT 10 / (id - 150000) AS c FROM numbers",
                "SELECT missing FROM numbers",
                "SELECT FROM WHERE",
            })
    void failingStatementLeavesNothing(String sql) throws SQLException {
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> drain(sql));
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "copied", null)) {
            assertThat(tables.next()).as("a table that a failed statement made").isFalse();
        }
        assertThat(Rows.count(connection, "SELECT count(*) FROM numbers")).isEqualTo(ROWS);
    }

    @Test
    void abandonedResultIsFreedWithItsStatement() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT id, text FROM numbers WHERE id > 10");
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void nextExecutionFreesTheAbandonedResult() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM numbers WHERE id >= ?")) {
            for (int i = 0; i < 5; i++) {
                statement.setLong(1, i);
                ResultSet rows = statement.executeQuery();
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void closingTheConnectionFreesWhatItsStatementsHeld() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:lance:" + directory)) {
            ResultSet rows = other.createStatement().executeQuery("SELECT * FROM numbers ORDER BY text");
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void queryThatOutlivesItsTimeoutIsStopped() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> drain(statement, ENDLESS))
                    .matches(error -> error.getSQLState().equals("57014"), "is 57014");
            statement.setQueryTimeout(0);
            assertThat(drain(statement, "SELECT id FROM numbers WHERE id < 5")).isEqualTo(5);
        }
    }

    @Test
    void cancelStopsARunningQuery() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Statement statement = connection.createStatement()) {
            Future<String> state = threads.submit(() -> {
                try {
                    drain(statement, ENDLESS);
                    return "ended by itself";
                } catch (SQLException e) {
                    return e.getSQLState();
                }
            });
            assertThat(cancelUntilDone(statement, state)).isEqualTo("57014");
        } finally {
            threads.shutdownNow();
        }
    }

    /** Cancels again and again, for a cancel that comes before the execution begins has nothing to stop. */
    private static String cancelUntilDone(Statement statement, Future<String> outcome) throws Exception {
        while (true) {
            try {
                return outcome.get(20, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                statement.cancel();
            }
        }
    }

    @Test
    void largeTableStreamsInBoundedMemory(@TempDir Path large) throws Exception {
        int rows = 2_000_000;
        try (ForeignWriter writer = new ForeignWriter(large)) {
            writer.create(
                    "wide",
                    ScalarTypes.schema("id BIGINT", "text VARCHAR"),
                    LongStream.range(0, rows)
                            .mapToObj(id ->
                                    new Object[] {id, "%020d ".formatted(id).repeat(6)})
                            .iterator());
        }
        ChildJvm.Result result = ChildJvm.run(
                ChildJvm.currentJavaHome(),
                List.of(
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamingProgram.class.getName(),
                        "jdbc:lance:" + large + "?memoryLimit=96MB"),
                large);
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("read " + rows + " rows");
    }

    private void drain(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            drain(statement, sql);
        }
    }

    private static int drain(Statement statement, String sql) throws SQLException {
        int count = 0;
        if (statement.execute(sql)) {
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    count++;
                }
            }
        }
        return count;
    }
}
