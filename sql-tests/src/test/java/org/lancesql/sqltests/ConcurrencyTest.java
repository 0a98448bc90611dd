package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several connections on one table. */
@Timeout(120)
class ConcurrencyTest {
    private static final int WRITERS = 4;
    private static final int STATEMENTS_PER_WRITER = 10;
    private static final int ROWS_PER_STATEMENT = 3;

    @TempDir
    private Path directory;

    @Test
    void acknowledgedRowsAreThereAndNoStatementIsSpreadOverVersions() throws Exception {
        execute("CREATE TABLE events (writer INT, number INT)");
        long versionBefore = version();
        AtomicBoolean isDone = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        try {
            Future<Integer> reads = threads.submit(() -> readUntil(isDone));
            List<Future<Integer>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writers.add(threads.submit((Callable<Integer>) () -> insertAll(number)));
            }
            int acknowledged = 0;
            for (Future<Integer> writer : writers) {
                acknowledged += writer.get();
            }
            isDone.set(true);
            assertThat(reads.get()).isPositive();
            assertThat(acknowledged).isEqualTo(WRITERS * STATEMENTS_PER_WRITER);
        } finally {
            threads.shutdownNow();
        }
        try (Connection connection = connect()) {
            assertThat(Rows.count(connection, "SELECT count(*) FROM events"))
                    .isEqualTo(WRITERS * STATEMENTS_PER_WRITER * ROWS_PER_STATEMENT);
            assertThat(Rows.of(
                            connection,
                            "SELECT writer, number FROM events GROUP BY writer, number HAVING count(*) <> 1"))
                    .as("rows written twice")
                    .isEmpty();
        }
        assertThat(version() - versionBefore).isBetween(1L, (long) WRITERS * STATEMENTS_PER_WRITER);
        try (Connection connection = connect()) {
            for (long version = versionBefore; version <= version(); version++) {
                assertThat(Rows.count(connection, "SELECT count(*) FROM events FOR VERSION AS OF " + version)
                                % ROWS_PER_STATEMENT)
                        .as("rows of a part of a statement in version %d", version)
                        .isZero();
            }
        }
    }

    /** A statement that lost a race is run again; only acknowledged ones count. */
    private int insertAll(int writer) throws SQLException {
        int acknowledged = 0;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            while (acknowledged < STATEMENTS_PER_WRITER) {
                int first = acknowledged * ROWS_PER_STATEMENT;
                String sql = "INSERT INTO events VALUES (%1$d, %2$d), (%1$d, %3$d), (%1$d, %4$d)"
                        .formatted(writer, first, first + 1, first + 2);
                try {
                    assertThat(statement.executeUpdate(sql)).isEqualTo(ROWS_PER_STATEMENT);
                    acknowledged++;
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("40001");
                }
            }
        }
        return acknowledged;
    }

    /** Every read sees whole statements, and never less than the read before it. */
    private int readUntil(AtomicBoolean isDone) throws SQLException {
        int reads = 0;
        long last = 0;
        try (Connection connection = connect()) {
            while (!isDone.get() || reads == 0) {
                long count = Rows.count(connection, "SELECT count(number) FROM events");
                assertThat(count % ROWS_PER_STATEMENT).isZero();
                assertThat(count).isGreaterThanOrEqualTo(last);
                last = count;
                reads++;
            }
        }
        return reads;
    }

    @Test
    void racingCreatorsOfOneTableHaveOneWinner() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<Future<Boolean>> creators = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                int number = i;
                creators.add(threads.submit(() -> create(number)));
            }
            int winners = 0;
            for (Future<Boolean> creator : creators) {
                winners += creator.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        try (Connection connection = connect()) {
            assertThat(Rows.count(connection, "SELECT count(*) FROM raced")).isEqualTo(1);
        }
    }

    private boolean create(int number) throws SQLException {
        try {
            execute("CREATE TABLE raced AS SELECT " + number + " AS winner");
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42P07");
            return false;
        }
    }

    private long version() {
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            return writer.version("events");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:lance:" + directory);
    }
}
