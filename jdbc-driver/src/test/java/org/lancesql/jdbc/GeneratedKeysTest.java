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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What changed rows return: by RETURNING, and by the ways in which JDBC asks for keys. */
class GeneratedKeysTest {
    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private Connection connection;
    private Statement statement;

    @BeforeEach
    void makeTable() throws SQLException {
        connection = database.connect();
        statement = connection.createStatement();
        statement.execute("CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY, name VARCHAR, n INTEGER DEFAULT 7)");
    }

    private static String state(ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call).getSQLState();
    }

    private static List<String> rows(ResultSet rows) throws SQLException {
        List<String> all = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : " ").append(rows.getString(i));
                }
                all.add(row.toString());
            }
        }
        return all;
    }

    @Test
    void textReturnsItsKeys() throws SQLException {
        assertThat(statement.executeUpdate(
                        "INSERT INTO t (name) VALUES ('a'), ('b') -- two", Statement.RETURN_GENERATED_KEYS))
                .isEqualTo(2);
        assertThat(statement.getUpdateCount()).isEqualTo(2);
        try (ResultSet keys = statement.getGeneratedKeys()) {
            assertThat(keys.getMetaData().getColumnName(1)).isEqualTo("id");
            assertThat(rows(keys)).hasSize(2).doesNotHaveDuplicates();
        }
        assertThat(rows(statement.executeQuery("SELECT COUNT(DISTINCT id) FROM t")))
                .containsExactly("2");
        assertThat(statement.execute("INSERT INTO t (name) VALUES ('c')", new String[] {"NAME", "n"}))
                .isFalse();
        assertThat(rows(statement.getGeneratedKeys())).containsExactly("c 7");
        assertThat(statement.executeLargeUpdate("UPDATE t SET n = n + 1 WHERE name = 'c'", new int[] {3, 2}))
                .isEqualTo(1);
        assertThat(rows(statement.getGeneratedKeys())).containsExactly("8 c");
    }

    @Test
    void preparedStatementReturnsTheKeysOfEachExecution() throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO t (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
            assertThat(insert.getMetaData()).as("its result is a count").isNull();
            List<String> keys = new ArrayList<>();
            for (String name : List.of("a", "b")) {
                insert.setString(1, name);
                assertThat(insert.executeUpdate()).isEqualTo(1);
                keys.addAll(rows(insert.getGeneratedKeys()));
            }
            assertThat(keys).hasSize(2);
            assertThat(rows(statement.executeQuery("SELECT id FROM t ORDER BY name")))
                    .isEqualTo(keys);
            assertThat(rows(insert.getGeneratedKeys())).as("read once").isEmpty();
            insert.addBatch();
            assertThat(insert.executeBatch()).containsExactly(1);
        }
    }

    @Test
    void whatHasNoKeysReturnsNone() throws SQLException {
        statement.executeUpdate("INSERT INTO t (name) VALUES ('a')", Statement.RETURN_GENERATED_KEYS);
        statement.executeUpdate("INSERT INTO t (name) VALUES ('b')");
        assertThat(rows(statement.getGeneratedKeys())).isEmpty();
        statement.executeUpdate("UPDATE t SET n = 0", Statement.RETURN_GENERATED_KEYS);
        assertThat(rows(statement.getGeneratedKeys())).isEmpty();
        statement.execute("CREATE TABLE u (i INTEGER)", Statement.RETURN_GENERATED_KEYS);
        statement.executeUpdate("INSERT INTO u VALUES (1)", Statement.RETURN_GENERATED_KEYS);
        assertThat(rows(statement.getGeneratedKeys())).isEmpty();
        assertThat(state(() -> statement.executeUpdate("INSERT INTO u VALUES (2)", new String[] {"nix"})))
                .isEqualTo("42703");
        assertThat(state(() -> statement.executeUpdate("INSERT INTO u VALUES (2)", new int[] {2})))
                .isEqualTo("42703");
        assertThat(state(() -> statement.executeUpdate("INSERT INTO u VALUES (2)", 99)))
                .isEqualTo("22023");
        assertThat(rows(statement.executeQuery("SELECT i FROM u"))).containsExactly("1");
    }

    @Test
    void returnedRowsAreAResultAndNoCount() throws SQLException {
        assertThat(rows(statement.executeQuery("INSERT INTO t (name) VALUES ('a'), ('b') RETURNING name, n + 1")))
                .containsExactlyInAnyOrder("a 8", "b 8");
        assertThat(state(() -> statement.executeUpdate("INSERT INTO t (name) VALUES ('c') RETURNING name")))
                .isEqualTo("0100E");
        assertThat(rows(statement.executeQuery("SELECT COUNT(*) FROM t"))).containsExactly("2");
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET n = ? RETURNING name, n")) {
            assertThat(update.getMetaData().getColumnCount()).isEqualTo(2);
            update.setInt(1, 5);
            assertThat(update.execute()).isTrue();
            assertThat(rows(update.getResultSet())).containsExactlyInAnyOrder("a 5", "b 5");
            update.addBatch();
            assertThat(state(update::executeBatch)).isEqualTo("0100E");
        }
    }

    @Test
    void returnedRowsOutliveTheirTransaction() throws SQLException {
        connection.setAutoCommit(false);
        ResultSet returned = statement.executeQuery("INSERT INTO t (name) VALUES ('a') RETURNING name");
        connection.rollback();
        assertThat(rows(returned)).containsExactly("a");
    }
}
