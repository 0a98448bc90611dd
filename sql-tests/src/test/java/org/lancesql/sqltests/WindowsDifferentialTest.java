package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random windows, set operations, ordered aggregates and lateral joins give DuckDB's answers. A longer run: {@code
 * -Dlancesql.test.seed=... -Dlancesql.test.queries=...}.
 */
class WindowsDifferentialTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final int QUERIES = Integer.getInteger("lancesql.test.queries", 200);

    @TempDir
    private Path directory;

    @Test
    void randomQueriesGiveTheAnswersOfDuckDb() throws SQLException {
        System.out.println("WindowsDifferentialTest: seed " + SEED);
        RandomWindows queries = new RandomWindows(new Random(SEED));
        List<String> differences = new ArrayList<>();
        try (Connection lance = DriverManager.getConnection("jdbc:lance:" + directory);
                Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
            List<String> tables = List.of(
                    queries.createTable("w1"),
                    queries.createTable("w2"),
                    queries.createTable("w3"),
                    queries.insert("w1", 25),
                    queries.insert("w1", 10),
                    queries.insert("w2", 30));
            for (Connection connection : List.of(lance, duckDb)) {
                try (Statement statement = connection.createStatement()) {
                    for (String sql : tables) {
                        statement.executeUpdate(sql);
                    }
                }
            }
            for (int i = 0; i < QUERIES; i++) {
                compare(queries.next(), lance, duckDb, differences);
            }
        }
        assertThat(differences).as("seed %s", SEED).isEmpty();
    }

    private static void compare(String sql, Connection lance, Connection duckDb, List<String> differences)
            throws SQLException {
        List<String> expected = Rows.sorted(Rows.of(duckDb, sql));
        List<String> actual;
        try {
            actual = Rows.sorted(Rows.of(lance, sql));
        } catch (SQLException e) {
            actual = List.of(e.getSQLState() + ": " + e.getMessage());
        }
        if (!actual.equals(expected)) {
            differences.add(sql + "\n  DuckDB:   " + expected + "\n  LanceSQL: " + actual);
        }
    }
}
