package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.jdbc.errors.SqlStates;

class TransactionTest {
    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private Connection connection;
    private Statement statement;
    private Connection other;

    @BeforeEach
    void makeTable() throws SQLException {
        connection = database.connect();
        statement = connection.createStatement();
        statement.execute("CREATE TABLE t (i INTEGER, s VARCHAR)");
        statement.execute("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
        other = database.connect();
        connection.setAutoCommit(false);
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

    private static int count(Connection reader, String table) throws SQLException {
        try (Statement query = reader.createStatement();
                ResultSet rows = query.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static List<Integer> seenBy(Connection reader) throws SQLException {
        try (Statement own = reader.createStatement();
                ResultSet rows = own.executeQuery("SELECT i FROM t ORDER BY i")) {
            return integers(rows);
        }
    }

    @Test
    void commitPublishesAllAtOnce() throws SQLException {
        assertThat(statement.executeUpdate("INSERT INTO t VALUES (3, 'three')")).isEqualTo(1);
        assertThat(statement.executeUpdate("UPDATE t SET i = i + 10 WHERE i > 1"))
                .isEqualTo(2);
        assertThat(seenBy(connection)).containsExactly(1, 12, 13);
        assertThat(seenBy(other)).containsExactly(1, 2);
        connection.commit();
        assertThat(seenBy(other)).containsExactly(1, 12, 13);
        try (Statement own = other.createStatement();
                ResultSet rows = own.executeQuery("SELECT count(*) FROM t FOR VERSION AS OF 3")) {
            assertThat(integers(rows)).as("one version for the transaction").containsExactly(3);
        }
        assertThat(state(() -> statement.executeQuery("SELECT count(*) FROM t FOR VERSION AS OF 4")))
                .isEqualTo("22023");
    }

    @Test
    void rollbackLeavesNothingAndTheNextStatementBeginsAnew() throws SQLException {
        statement.executeUpdate("DELETE FROM t");
        assertThat(seenBy(connection)).isEmpty();
        connection.rollback();
        assertThat(seenBy(connection)).containsExactly(1, 2);
        statement.executeUpdate("INSERT INTO t VALUES (3, 'three')");
        connection.commit();
        assertThat(seenBy(other)).containsExactly(1, 2, 3);
    }

    @Test
    void turningAutocommitOnCommits() throws SQLException {
        statement.executeUpdate("INSERT INTO t VALUES (3, 'three')");
        connection.setAutoCommit(false);
        assertThat(seenBy(other)).as("no change, no commit").containsExactly(1, 2);
        connection.setAutoCommit(true);
        assertThat(seenBy(other)).containsExactly(1, 2, 3);
    }

    @Test
    void closeAndAbortRollBack() throws SQLException {
        statement.executeUpdate("INSERT INTO t VALUES (3, 'three')");
        connection.close();
        assertThat(seenBy(other)).containsExactly(1, 2);
        Connection aborted = database.connect();
        aborted.setAutoCommit(false);
        aborted.createStatement().executeUpdate("INSERT INTO t VALUES (3, 'three')");
        aborted.abort(Runnable::run);
        assertThat(seenBy(other)).containsExactly(1, 2);
    }

    @Test
    void endingATransactionNeedsAutocommitOff() throws SQLException {
        connection.setAutoCommit(true);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                connection::commit,
                connection::rollback,
                connection::setSavepoint,
                () -> connection.setSavepoint("s"))) {
            assertThat(state(call)).isEqualTo("25P01");
        }
    }

    @Test
    void transactionOfSqlIsSeenByTheGetters() throws SQLException {
        connection.setAutoCommit(true);
        statement.execute("BEGIN");
        assertThat(connection.getAutoCommit()).isTrue();
        statement.execute("INSERT INTO t VALUES (3, 'three')");
        assertThat(seenBy(other)).containsExactly(1, 2);
        assertThat(state(() -> statement.execute("BEGIN"))).isEqualTo("25001");
        statement.execute("COMMIT");
        assertThat(seenBy(other)).containsExactly(1, 2, 3);
        statement.execute("SET isolation = 'read committed'");
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        statement.execute("INSERT INTO t VALUES (4, 'four')");
        statement.execute("COMMIT");
        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(seenBy(other)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void failedStatementLeavesTheTransactionAsItWas() throws SQLException {
        statement.executeUpdate("INSERT INTO t VALUES (3, 'three')");
        assertThat(state(() -> statement.executeUpdate("INSERT INTO t SELECT 1 / (i - 2), s FROM t")))
                .isEqualTo("22012");
        assertThat(state(() -> statement.executeUpdate("INSERT INTO nix VALUES (1)")))
                .isEqualTo("42P01");
        assertThat(seenBy(connection)).containsExactly(1, 2, 3);
        connection.commit();
        assertThat(seenBy(other)).containsExactly(1, 2, 3);
    }

    @Test
    void loserOfAConflictIsToldToTryAgain() throws SQLException {
        statement.executeUpdate("UPDATE t SET s = 'mine' WHERE i = 1");
        other.createStatement().executeUpdate("UPDATE t SET s = 'theirs' WHERE i = 1");
        SQLException conflict = failure(connection::commit);
        assertThat((Throwable) conflict).isInstanceOf(SQLTransactionRollbackException.class);
        assertThat(conflict.getSQLState()).isEqualTo("40001");
        assertThat((Throwable) conflict).message().contains("t");
        assertThat(statement.executeUpdate("UPDATE t SET s = 'mine' WHERE i = 1"))
                .isEqualTo(1);
        connection.commit();
        try (ResultSet rows = other.createStatement().executeQuery("SELECT s FROM t WHERE i = 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("mine");
        }
    }

    @Test
    void tableThatOthersDropIsAConflict() throws SQLException {
        assertThat(seenBy(connection)).containsExactly(1, 2);
        other.createStatement().execute("DROP TABLE t");
        assertThat(state(() -> seenBy(connection))).isEqualTo("40001");
        assertThat(state(() -> statement.executeUpdate("INSERT INTO t VALUES (3, 'three')")))
                .isEqualTo("40001");
        connection.rollback();
        assertThat(state(() -> seenBy(connection))).isEqualTo("42P01");
    }

    @Test
    void rowsThatAreInsertedMeanwhileStayBesideThoseOfAnInsertOverwrite() throws SQLException {
        other.createStatement().execute("CREATE TABLE o (id INT); INSERT INTO o VALUES (1), (2)");
        statement.executeUpdate("INSERT INTO o VALUES (3)");
        other.createStatement().execute("INSERT OVERWRITE o VALUES (9)");
        connection.commit();
        try (ResultSet rows = other.createStatement().executeQuery("SELECT id FROM o ORDER BY id")) {
            assertThat(integers(rows)).containsExactly(3, 9);
        }
        statement.executeUpdate("UPDATE o SET id = 4 WHERE id = 3");
        other.createStatement().execute("INSERT OVERWRITE o VALUES (10)");
        assertThat(state(connection::commit)).isEqualTo("40001");
    }

    @Test
    void upsertThatLosesARaceIsToldToTryAgain() throws SQLException {
        other.createStatement().execute("CREATE TABLE k (id INT PRIMARY KEY, s VARCHAR)");
        String upsert = "INSERT INTO k VALUES (1, 'mine') ON CONFLICT (id) DO UPDATE SET s = 'both'";
        statement.executeUpdate(upsert);
        other.createStatement().execute("INSERT INTO k VALUES (1, 'theirs')");
        SQLException conflict = failure(connection::commit);
        assertThat((Throwable) conflict).isInstanceOf(SQLTransactionRollbackException.class);
        assertThat((Throwable) conflict)
                .message()
                .contains("k_pkey")
                .endsWith("; nothing was changed; run the transaction again");
        statement.executeUpdate(upsert);
        connection.commit();
        try (ResultSet rows = other.createStatement().executeQuery("SELECT s FROM k")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("both");
        }
        statement.executeUpdate("INSERT INTO k VALUES (2, 'mine')");
        other.createStatement().execute("INSERT INTO k VALUES (2, 'theirs')");
        assertThat(state(connection::commit)).isEqualTo("23505");
    }

    @Test
    void repeatableReadSeesOneSnapshotAndReadCommittedANewOneEachTime() throws SQLException {
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
        assertThat(seenBy(connection)).containsExactly(1, 2);
        other.createStatement().executeUpdate("INSERT INTO t VALUES (3, 'three')");
        assertThat(seenBy(connection)).containsExactly(1, 2);
        connection.commit();
        assertThat(seenBy(connection)).containsExactly(1, 2, 3);
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(seenBy(connection)).containsExactly(1, 2, 3);
        other.createStatement().executeUpdate("INSERT INTO t VALUES (4, 'four')");
        assertThat(seenBy(connection)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void isolationIsOneThatThereIsAndStaysForATransaction() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        SQLException refused = failure(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
        assertThat((Throwable) refused).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThat(refused.getSQLState()).isEqualTo("0A000");
        assertThat(state(() -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE)))
                .isEqualTo("22023");
        assertThat(seenBy(connection)).hasSize(2);
        assertThat(state(() -> connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ)))
                .isEqualTo("25001");
        assertThat(state(() -> connection.setReadOnly(true))).isEqualTo("25001");
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
    }

    @Test
    void readOnlyTransactionRefusesChanges() throws SQLException {
        connection.setReadOnly(true);
        assertThat(seenBy(connection)).containsExactly(1, 2);
        assertThat(state(() -> statement.executeUpdate("DELETE FROM t"))).isEqualTo("25006");
        connection.commit();
        connection.setReadOnly(false);
        assertThat(statement.executeUpdate("DELETE FROM t")).isEqualTo(2);
    }

    @Test
    void openResultsOutliveTheTransaction() throws SQLException {
        statement.executeUpdate("INSERT INTO t VALUES (3, 'three')");
        ResultSet overCommit = connection.createStatement().executeQuery("SELECT i FROM t ORDER BY i");
        connection.commit();
        statement.executeUpdate("INSERT INTO t VALUES (4, 'four')");
        ResultSet overRollback = connection.createStatement().executeQuery("SELECT i FROM t ORDER BY i");
        connection.rollback();
        statement.executeUpdate("INSERT INTO t VALUES (5, 'five')");
        assertThat(integers(overCommit)).containsExactly(1, 2, 3);
        assertThat(integers(overRollback)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void resultsThatAreNotHeldCloseWithTheCommit() throws SQLException {
        connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
        ResultSet rows = connection.createStatement().executeQuery("SELECT i FROM t");
        connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        ResultSet held = connection.createStatement().executeQuery("SELECT i FROM t");
        connection.commit();
        assertThat(rows.isClosed()).isTrue();
        assertThat(held.isClosed()).isFalse();
    }

    @Test
    void addingAndRemovingDoNotMix() throws SQLException {
        statement.executeUpdate("INSERT INTO t VALUES (3, 'three')");
        SQLException mixed = failure(() -> statement.executeUpdate("DELETE FROM t WHERE i = 1"));
        assertThat((Throwable) mixed).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThat(mixed.getSQLState()).isEqualTo("0A000");
        assertThat(mixed.getErrorCode()).isEqualTo(SqlStates.MIXED_MUTATION).isEqualTo(4001);
        assertThat((Throwable) mixed)
                .message()
                .contains("INSERT")
                .contains("DELETE")
                .contains("mixedMutations");
        connection.commit();
        assertThat(seenBy(other)).containsExactly(1, 2, 3);
    }

    @Test
    void definitionsAreRefusedWithPendingChangesAndASecondTableIsNot() throws SQLException {
        statement.execute("CREATE TABLE u (i INTEGER)");
        statement.executeUpdate("INSERT INTO t VALUES (3, 'three')");
        assertThat(state(() -> statement.execute("CREATE TABLE v (i INTEGER)"))).isEqualTo("25001");
        statement.execute("INSERT INTO u VALUES (1)");
        assertThat(count(other, "u")).isZero();
        connection.commit();
        assertThat(seenBy(other)).containsExactly(1, 2, 3);
        assertThat(count(other, "u")).isOne();
    }

    @Test
    void brokenConstraintsHaveTheirClass() throws SQLException {
        connection.setAutoCommit(true);
        statement.execute("CREATE TABLE k (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n > 0))");
        statement.execute("INSERT INTO k VALUES (1, 1)");
        for (List<String> broken : List.of(
                List.of("INSERT INTO k VALUES (1, 2)", "23505"),
                List.of("INSERT INTO k VALUES (2, 0)", "23514"),
                List.of("INSERT INTO k VALUES (2, NULL)", "23502"))) {
            SQLException failure = failure(() -> statement.execute(broken.get(0)));
            assertThat(failure.getSQLState()).as(broken.get(0)).isEqualTo(broken.get(1));
            assertThat((Throwable) failure).isInstanceOf(SQLIntegrityConstraintViolationException.class);
        }
    }
}
