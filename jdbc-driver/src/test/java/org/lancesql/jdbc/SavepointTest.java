package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SavepointTest {
    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private Connection connection;
    private Statement statement;

    @BeforeEach
    void makeTable() throws SQLException {
        connection = database.connect();
        statement = connection.createStatement();
        statement.execute("CREATE TABLE t (i INTEGER)");
        connection.setAutoCommit(false);
    }

    private static String state(ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call).getSQLState();
    }

    private void insert(int value) throws SQLException {
        statement.executeUpdate("INSERT INTO t VALUES (" + value + ")");
    }

    private List<Integer> rows() throws SQLException {
        List<Integer> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT i FROM t ORDER BY i")) {
            while (rows.next()) {
                values.add(rows.getInt(1));
            }
        }
        return values;
    }

    @Test
    void rollbackGoesBackAndKeepsTheSavepoint() throws SQLException {
        Savepoint empty = connection.setSavepoint();
        insert(1);
        Savepoint one = connection.setSavepoint("one");
        insert(2);
        Savepoint two = connection.setSavepoint();
        insert(3);
        connection.rollback(one);
        assertThat(rows()).containsExactly(1);
        assertThat(state(() -> connection.rollback(two)))
                .as("set later, so it went")
                .isEqualTo("3B001");
        insert(4);
        connection.rollback(one);
        assertThat(rows()).containsExactly(1);
        connection.rollback(empty);
        assertThat(rows()).isEmpty();
        insert(5);
        connection.commit();
        assertThat(rows()).containsExactly(5);
    }

    @Test
    void releaseForgetsTheSavepointAndChangesNothing() throws SQLException {
        Savepoint first = connection.setSavepoint("first");
        insert(1);
        Savepoint second = connection.setSavepoint("second");
        insert(2);
        connection.releaseSavepoint(second);
        assertThat(rows()).containsExactly(1, 2);
        assertThat(state(() -> connection.rollback(second))).isEqualTo("3B001");
        assertThat(state(() -> connection.releaseSavepoint(second))).isEqualTo("3B001");
        connection.rollback(first);
        assertThat(rows()).isEmpty();
    }

    @Test
    void savepointsOfTheSameNameAreTwo() throws SQLException {
        Savepoint first = connection.setSavepoint("s");
        insert(1);
        Savepoint second = connection.setSavepoint("s");
        insert(2);
        connection.rollback(second);
        assertThat(rows()).containsExactly(1);
        connection.rollback(first);
        assertThat(rows()).isEmpty();
    }

    @Test
    void sqlAndJdbcKnowTheSameNames() throws SQLException {
        connection.setSavepoint("s");
        insert(1);
        statement.execute("ROLLBACK TO s");
        assertThat(rows()).isEmpty();
        insert(2);
        statement.execute("ROLLBACK TO SAVEPOINT s");
        assertThat(rows()).isEmpty();
        Savepoint later = connection.setSavepoint("later");
        statement.execute("RELEASE SAVEPOINT s");
        assertThat(state(() -> connection.rollback(later))).isEqualTo("3B001");
    }

    @Test
    void savepointIsOfOneTransactionOfOneConnection() throws SQLException {
        Savepoint ended = connection.setSavepoint("s");
        connection.commit();
        insert(1);
        assertThat(state(() -> connection.rollback(ended))).isEqualTo("3B001");
        Connection other = database.connect();
        other.setAutoCommit(false);
        Savepoint foreign = other.setSavepoint("s");
        connection.setSavepoint("s");
        assertThat(state(() -> connection.rollback(foreign))).isEqualTo("3B001");
        assertThat(rows()).containsExactly(1);
    }

    @Test
    void savepointTellsItsNumberOrItsName() throws SQLException {
        Savepoint unnamed = connection.setSavepoint();
        Savepoint another = connection.setSavepoint();
        assertThat(another.getSavepointId()).isNotEqualTo(unnamed.getSavepointId());
        assertThat(state(unnamed::getSavepointName)).isEqualTo("22023");
        Savepoint named = connection.setSavepoint("s");
        assertThat(named.getSavepointName()).isEqualTo("s");
        assertThat(state(named::getSavepointId)).isEqualTo("22023");
        assertThat(state(() -> connection.setSavepoint(null))).isEqualTo("22023");
    }

    @Test
    void rollbackToASavepointForgetsTheKindsOfItsStatements() throws SQLException {
        insert(1);
        connection.commit();
        Savepoint start = connection.setSavepoint();
        insert(2);
        assertThat(state(() -> statement.executeUpdate("DELETE FROM t"))).isEqualTo("0A000");
        connection.rollback(start);
        assertThat(statement.executeUpdate("DELETE FROM t")).isEqualTo(1);
        connection.commit();
        assertThat(rows()).isEmpty();
    }
}
