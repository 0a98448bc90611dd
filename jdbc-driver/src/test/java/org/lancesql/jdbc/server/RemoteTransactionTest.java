package org.lancesql.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions of thin clients, and what becomes of those whose clients are gone. */
class RemoteTransactionTest {
    @RegisterExtension
    final ServerExtension extension = new ServerExtension();

    @BeforeEach
    void makeTable() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (i INTEGER, s VARCHAR)");
        }
    }

    private static SQLException failure(ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call);
    }

    private static List<Integer> seenBy(Connection reader) throws SQLException {
        List<Integer> values = new ArrayList<>();
        try (Statement own = reader.createStatement();
                ResultSet rows = own.executeQuery("SELECT i FROM t ORDER BY i")) {
            while (rows.next()) {
                values.add(rows.getInt(1));
            }
        }
        return values;
    }

    private static void awaitEviction(LanceServer server) {
        while (server.connectionCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void commitAndRollbackReachTheServer() throws SQLException {
        try (Connection connection = extension.connect();
                Connection other = extension.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO t VALUES (1, 'one')");
            execute(connection, "INSERT INTO t VALUES (2, 'two')");
            assertThat(seenBy(connection)).containsExactly(1, 2);
            assertThat(seenBy(other)).isEmpty();
            connection.commit();
            assertThat(seenBy(other)).containsExactly(1, 2);
            execute(connection, "INSERT INTO t VALUES (3, 'three')");
            connection.rollback();
            assertThat(seenBy(connection)).containsExactly(1, 2);
            execute(connection, "INSERT INTO t VALUES (4, 'four')");
            connection.setAutoCommit(true);
            assertThat(connection.getAutoCommit()).as("which sends it").isTrue();
            assertThat(seenBy(other)).containsExactly(1, 2, 4);
        }
    }

    @Test
    void emptyTransactionsEndWithoutAnError() throws SQLException {
        try (Connection connection = extension.connect()) {
            connection.setAutoCommit(false);
            connection.commit();
            connection.rollback();
            connection.setAutoCommit(true);
            connection.commit();
        }
    }

    /** Fails when a new version of the client sends it, and then the page about the server can promise more. */
    @Test
    void clientKeepsSetAutoCommitBackFromStatementsThatWerePreparedBefore() throws SQLException {
        try (Connection connection = extension.connect();
                Connection other = extension.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
            connection.setAutoCommit(false);
            insert.setInt(1, 1);
            insert.executeUpdate();
            assertThat(seenBy(other)).containsExactly(1);
            assertThat(connection.getAutoCommit()).as("which sends it").isFalse();
            insert.setInt(1, 2);
            insert.executeUpdate();
            assertThat(seenBy(other)).containsExactly(1);
            connection.rollback();
            assertThat(seenBy(connection)).containsExactly(1);
        }
    }

    @Test
    void savepointsAreSetInSql() throws SQLException {
        try (Connection connection = extension.connect()) {
            connection.setAutoCommit(false);
            assertThat((Throwable) failure(connection::setSavepoint)).isNotNull();
            execute(connection, "INSERT INTO t VALUES (1, 'one')");
            execute(connection, "SAVEPOINT s");
            execute(connection, "INSERT INTO t VALUES (2, 'two')");
            execute(connection, "ROLLBACK TO s");
            connection.commit();
            assertThat(seenBy(connection)).containsExactly(1);
            SQLException unknown = failure(() -> execute(connection, "ROLLBACK TO s"));
            assertThat(unknown.getSQLState()).isIn("3B001", "25P01");
        }
    }

    @Test
    void errorsHaveTheStateAndTheCodeOfTheEmbeddedDriver() throws SQLException {
        try (Connection connection = extension.connect();
                Connection other = extension.connect()) {
            execute(connection, "INSERT INTO t VALUES (1, 'one')");
            connection.setAutoCommit(false);
            execute(connection, "UPDATE t SET s = 'mine'");
            SQLException mixed = failure(() -> execute(connection, "DELETE FROM t"));
            assertThat(mixed.getSQLState()).isEqualTo("0A000");
            assertThat(mixed.getErrorCode()).isEqualTo(4001);
            assertThat(failure(() -> execute(connection, "CREATE TABLE u (i INTEGER)"))
                            .getSQLState())
                    .isEqualTo("25001");
            execute(other, "UPDATE t SET s = 'theirs'");
            Throwable conflict = catchThrowableOfType(Exception.class, connection::commit);
            assertThat(RemoteFailures.state(conflict)).isEqualTo("40001");
        }
    }

    @Test
    void isolationAndSettingsOfSqlSurviveWhatTheClientSendsAgain() throws SQLException {
        try (Connection connection = extension.connect()) {
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            execute(connection, "USE information_schema");
            execute(connection, "SET isolation = 'read committed'");
            connection.setAutoCommit(false);
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getSchema()).isEqualTo("information_schema");
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
        }
    }

    @Test
    void closedConnectionRollsBack() throws SQLException {
        try (Connection other = extension.connect()) {
            Connection connection = extension.connect();
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO t VALUES (1, 'one')");
            connection.close();
            assertThat(seenBy(other)).isEmpty();
        }
    }

    @Test
    void transactionOfAClientThatWentQuietIsRolledBackAndNeverContinued() throws SQLException {
        LanceServer server = extension.restart(Duration.ofSeconds(1));
        String url = extension.url("/sales") + ";transparent_reconnection=true";
        Connection quiet = DriverManager.getConnection(url);
        quiet.setAutoCommit(false);
        execute(quiet, "INSERT INTO t VALUES (1, 'one')");
        awaitEviction(server);
        Throwable lost = catchThrowableOfType(Exception.class, () -> execute(quiet, "INSERT INTO t VALUES (2, 'two')"));
        assertThat(RemoteFailures.state(lost)).isEqualTo("08003");
        assertThat(lost).message().contains("rolled");
        Throwable commit = catchThrowableOfType(Exception.class, quiet::commit);
        assertThat(RemoteFailures.state(commit)).isEqualTo("08003");
        try (Connection other = extension.connect()) {
            assertThat(seenBy(other)).isEmpty();
        }
        quiet.close();
    }

    @Test
    void clientThatWentQuietWithoutATransactionGoesOn() throws SQLException {
        LanceServer server = extension.restart(Duration.ofSeconds(1));
        try (Connection quiet =
                DriverManager.getConnection(extension.url("/sales") + ";transparent_reconnection=true")) {
            execute(quiet, "INSERT INTO t VALUES (1, 'one')");
            awaitEviction(server);
            execute(quiet, "INSERT INTO t VALUES (2, 'two')");
            assertThat(seenBy(quiet)).containsExactly(1, 2);
        }
    }

    @Test
    void endOfTheServerRollsBack() throws SQLException {
        Connection connection = extension.connect();
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO t VALUES (1, 'one')");
        extension.restart(Duration.ofMinutes(5));
        try (Connection other = extension.connect()) {
            assertThat(seenBy(other)).isEmpty();
        }
    }

    @Test
    void batchIsOneVersionAndUndoneAsAWhole() throws SQLException {
        try (Connection connection = extension.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (int i = 0; i < 1000; i++) {
                insert.setInt(1, i);
                insert.setString(2, "s" + i);
                insert.addBatch();
            }
            assertThat(insert.executeLargeBatch()).hasSize(1000).containsOnly(1);
            assertThat(seenBy(connection)).hasSize(1000);
            SQLException newest = failure(() -> execute(connection, "SELECT * FROM t FOR VERSION AS OF 3"));
            assertThat(newest.getSQLState()).isEqualTo("22023");
            insert.setInt(1, 1);
            insert.setString(2, "x");
            insert.addBatch();
            insert.setObject(1, "no number");
            insert.addBatch();
            assertThat((Throwable) failure(insert::executeBatch)).isNotNull();
            assertThat(seenBy(connection)).hasSize(1000);
        }
    }

    @Test
    void returnedRowsArrive() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO t VALUES (?, 'x') RETURNING i * 2, s")) {
            try (ResultSet rows = statement.executeQuery("INSERT INTO t VALUES (1, 'a'), (2, 'b') RETURNING i")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(1);
                assertThat(rows.next()).isTrue();
            }
            insert.setInt(1, 21);
            try (ResultSet rows = insert.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(42);
                assertThat(rows.next()).isFalse();
            }
            assertThat(seenBy(connection)).containsExactly(1, 2, 21);
        }
    }
}
