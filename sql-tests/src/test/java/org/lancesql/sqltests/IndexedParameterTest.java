package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prepared statements use the indexes that there are when they run, with the values that they then have. */
class IndexedParameterTest {
    private static final String QUERY = "SELECT name FROM t WHERE id = ? AND name LIKE ? ORDER BY name";

    @Test
    void valuesAndIndexesOfEachExecutionCount(@TempDir Path directory) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INT, name VARCHAR, remark VARCHAR)");
            statement.execute("INSERT INTO t VALUES (1, 'a%', 'r'), (1, 'ab', 'r'), (2, 'ac', 'r'), (NULL, 'ad', 'r')");
            try (PreparedStatement query = connection.prepareStatement(QUERY)) {
                check(query);
                statement.execute("CREATE INDEX by_id ON t (id)");
                check(query);
                statement.execute("CREATE INDEX by_name ON t (name) USING BITMAP");
                check(query);
                statement.execute("DROP INDEX by_name");
                check(query);
            }
            assertThat(Rows.of(connection, "EXPLAIN " + QUERY).toString())
                    .contains("pushedWhenBound")
                    .contains("index=[[by_id]]");
        }
    }

    private static void check(PreparedStatement query) throws SQLException {
        assertThat(names(query, 1, "a%")).containsExactly("a%", "ab");
        assertThat(names(query, 2, "%c")).containsExactly("ac");
        assertThat(names(query, 2, "b%")).isEmpty();
        assertThat(names(query, null, "%")).isEmpty();
        assertThat(names(query, 1, null)).isEmpty();
    }

    private static List<String> names(PreparedStatement query, @Nullable Integer id, @Nullable String pattern)
            throws SQLException {
        query.setObject(1, id);
        query.setObject(2, pattern);
        List<String> names = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
