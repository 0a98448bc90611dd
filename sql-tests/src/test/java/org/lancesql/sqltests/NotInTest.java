package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NOT IN over columns that may be null is one anti join, which knows what nulls mean. */
class NotInTest {
    @TempDir
    private Path directory;

    private Connection connection;

    @BeforeEach
    void createTables() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a INT, b VARCHAR)");
            statement.execute("INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, NULL), (NULL, 'none')");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void rowsAreLeftOutUnlessItIsCertainThatTheyAreNotThere() throws SQLException {
        assertThat(left("a NOT IN (SELECT a FROM t q WHERE a > 1)")).containsExactly("1");
        assertThat(left("a NOT IN (SELECT a FROM t q)")).isEmpty();
        assertThat(left("a NOT IN (SELECT a FROM t q WHERE a > 5)")).containsExactly("1", "2", "3", "null");
        assertThat(left("b NOT IN (SELECT b FROM t q WHERE a = 2)")).containsExactly("1", "null");
        assertThat(left("a NOT IN (SELECT a FROM t q WHERE a = 3) AND b NOT IN (SELECT b FROM t q WHERE a < 2)"))
                .containsExactly("2");
        assertThat(left("b NOT IN (SELECT b FROM t q WHERE q.a = t.a)")).containsExactly("null");
    }

    @Test
    void noGroupsAreMadeForIt() throws SQLException {
        String plan = String.valueOf(
                Rows.of(connection, "EXPLAIN SELECT a FROM t WHERE a NOT IN (SELECT a FROM t q WHERE b LIKE 't%')"));
        assertThat(plan).contains("joinType=[anti], build=[right]").doesNotContain("Aggregate");
    }

    private List<String> left(String condition) throws SQLException {
        return Rows.of(connection, "SELECT a FROM t WHERE " + condition + " ORDER BY a NULLS LAST").stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }
}
