package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class CancelTest {
    /** Rows without end, for a test's purposes. */
    private static final String LONG_QUERY =
            "SELECT a.i FROM big a CROSS JOIN big b CROSS JOIN big c WHERE a.i + b.i + c.i < 0";

    private static final String JOINING = "org.lancesql.execution.join.";
    private static final String PLANNING = "org.apache.calcite.plan.";

    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private Connection connection;

    @BeforeEach
    void makeTable() throws SQLException {
        connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE big (i INTEGER NOT NULL)");
            StringBuilder values = new StringBuilder("INSERT INTO big VALUES (0)");
            for (int i = 1; i < 3000; i++) {
                values.append(", (").append(i).append(')');
            }
            statement.execute(values.toString());
        }
    }

    @AfterEach
    void stopThread() throws InterruptedException {
        other.shutdown();
        assertThat(other.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Returns when some thread runs code of a package. */
    private static void awaitThreadIn(String packageName) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .noneMatch(frame -> frame.getClassName().startsWith(packageName))) {
            assertThat(System.nanoTime()).as("time to get into " + packageName).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void drain(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(LONG_QUERY)) {
            while (rows.next()) {
                rows.getInt(1);
            }
        }
    }

    @Test
    void cancelFromAnotherThreadStopsTheStatementWhichCanRunAgain() throws Exception {
        try (Statement statement = connection.createStatement()) {
            Future<SQLException> failure =
                    other.submit(() -> catchThrowableOfType(SQLException.class, () -> drain(statement)));
            awaitThreadIn(JOINING);
            statement.cancel();
            assertThat(failure.get(30, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM big")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(3000);
            }
        }
    }

    /** A statement that takes minutes to plan. */
    private static String longToPlan() {
        StringBuilder sql = new StringBuilder("EXPLAIN SELECT i FROM seen WHERE i = 1");
        for (int n = 1; n < 3000; n++) {
            sql.append(" OR i + ").append(n).append(" = i * ").append(n);
        }
        return sql.toString();
    }

    @Test
    void planningCanBeCancelledAndTimesOut() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW seen AS SELECT i FROM big WHERE i < 1000");
            String sql = longToPlan();
            Future<SQLException> failure =
                    other.submit(() -> catchThrowableOfType(SQLException.class, () -> statement.execute(sql)));
            awaitThreadIn(PLANNING);
            statement.cancel();
            assertThat(failure.get(30, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");

            statement.setQueryTimeout(1);
            Future<SQLException> timeout =
                    other.submit(() -> catchThrowableOfType(SQLException.class, () -> statement.execute(sql)));
            assertThat((Throwable) timeout.get(30, TimeUnit.SECONDS)).isInstanceOf(SQLTimeoutException.class);
        }
    }

    @Test
    void timeoutStopsTheStatement() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            SQLException failure = catchThrowableOfType(SQLException.class, () -> drain(statement));
            assertThat((Throwable) failure).isInstanceOf(SQLTimeoutException.class);
            assertThat(failure.getSQLState()).isEqualTo("57014");
        }
    }

    @Test
    void closingTheConnectionStopsWhatRunsOnIt() throws Exception {
        Connection busy = database.connect();
        Statement statement = busy.createStatement();
        Future<SQLException> failure =
                other.submit(() -> catchThrowableOfType(SQLException.class, () -> drain(statement)));
        awaitThreadIn(JOINING);
        busy.close();
        assertThat(failure.get(30, TimeUnit.SECONDS).getSQLState()).isIn("57014", "24000");
    }

    @Test
    void cancelWithNothingRunningDoesNothing() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.cancel();
            try (ResultSet rows = statement.executeQuery("SELECT 1")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }
}
