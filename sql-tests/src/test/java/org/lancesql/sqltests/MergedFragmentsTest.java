package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that many small commits make, whose fragments are merged behind them. */
class MergedFragmentsTest {
    private static final int LEAST = 8;
    private static final int MERGES = 3;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private Connection connect(int mergeFragments) throws SQLException {
        return DriverManager.getConnection("jdbc:lance:" + directory + "?sync=os&mergeFragments=" + mergeFragments);
    }

    private static long merges(Connection connection) throws SQLException {
        return Rows.count(connection, "SELECT COUNT(*) FROM \"counters$versions\" WHERE operation = 'Rewrite'");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void fragmentsAreMergedWhileOthersReadAndWrite() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Connection connection = connect(LEAST);
                Connection old = connect(LEAST)) {
            execute(connection, "CREATE TABLE counters (id INTEGER PRIMARY KEY, n BIGINT)");
            execute(connection, "CREATE INDEX by_n ON counters (n)");
            execute(connection, "INSERT INTO counters VALUES (-1, 0), (-2, 0), (-3, 0)");
            old.setAutoCommit(false);
            execute(old, "UPDATE counters SET n = 7 WHERE id = -3");

            Future<Integer> increments = threads.submit(() -> increment(done));
            int inserted = insertUntilMerged(connection);
            done.set(true);
            int acknowledged = increments.get();

            assertThat(Rows.count(old, "SELECT COUNT(*) FROM counters")).isEqualTo(3);
            old.commit();
            assertThat(Rows.count(connection, "SELECT n FROM counters WHERE id = -3"))
                    .isEqualTo(7);
            assertThat(Rows.count(connection, "SELECT n FROM counters WHERE id = -2"))
                    .isEqualTo(acknowledged);
            assertThat(Rows.count(connection, "SELECT COUNT(*) FROM counters")).isEqualTo(inserted + 3L);
            assertThat(Rows.count(connection, "SELECT COUNT(DISTINCT id) FROM counters"))
                    .isEqualTo(inserted + 3L);
            for (int id = 0; id < inserted; id++) {
                long n = 1_000_000L + id;
                assertThat(Rows.count(connection, "SELECT id FROM counters WHERE n = " + n))
                        .isEqualTo(id);
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private int insertUntilMerged(Connection connection) throws SQLException {
        Instant end = Instant.now().plus(LIMIT);
        int inserted = 0;
        while (merges(connection) < MERGES) {
            assertThat(Instant.now()).as("no merge after %d inserts", inserted).isBefore(end);
            execute(connection, "INSERT INTO counters VALUES (" + inserted + ", " + (1_000_000L + inserted) + ")");
            inserted++;
        }
        return inserted;
    }

    /** A conflict is told to whoever has it; what is acknowledged counts. */
    private int increment(AtomicBoolean done) throws SQLException {
        int acknowledged = 0;
        try (Connection connection = connect(LEAST)) {
            while (!done.get()) {
                try {
                    execute(connection, "UPDATE counters SET n = n + 1 WHERE id = -2");
                    acknowledged++;
                } catch (SQLTransactionRollbackException e) {
                    assertThat(e.getSQLState()).isEqualTo("40001");
                }
            }
        }
        return acknowledged;
    }

    @Test
    void nothingIsMergedWhereThatIsSwitchedOff() throws SQLException {
        try (Connection connection = connect(0)) {
            execute(connection, "CREATE TABLE counters (id INTEGER, n BIGINT)");
            for (int id = 0; id < 3 * LEAST; id++) {
                execute(connection, "INSERT INTO counters VALUES (" + id + ", 0)");
            }
        }
        // Closing the database ended what went on in the background.
        try (Connection connection = connect(0)) {
            assertThat(merges(connection)).isZero();
            assertThat(Rows.count(connection, "SELECT COUNT(*) FROM \"counters$files\""))
                    .isEqualTo(3 * LEAST);
        }
    }
}
