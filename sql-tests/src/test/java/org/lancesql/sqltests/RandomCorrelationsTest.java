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
 * Correlated queries give DuckDB's answers. Another run, or a longer one: {@code mvn verify -Dlancesql.test.seed=...
 * -Dlancesql.correlations=...}.
 */
class RandomCorrelationsTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final int QUERIES = Integer.getInteger("lancesql.correlations", 150);

    @TempDir
    private Path directory;

    @Test
    void correlatedQueriesGiveTheAnswersOfDuckDb() throws SQLException {
        System.out.println("RandomCorrelationsTest: seed " + SEED);
        RandomCorrelations queries = new RandomCorrelations(new Random(SEED));
        List<String> tables = List.of(
                queries.createTable("k1"),
                queries.createTable("k2"),
                queries.createTable("k3"),
                queries.insert("k1", 9),
                queries.insert("k2", 7),
                queries.insert("k3", 8));
        List<String> differences = new ArrayList<>();
        try (Connection lance = DriverManager.getConnection("jdbc:lance:" + directory);
                Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
            execute(lance, tables);
            execute(duckDb, tables);
            for (int i = 0; i < QUERIES; i++) {
                String query = queries.next();
                List<String> expected = Rows.sorted(Rows.of(duckDb, query));
                List<String> actual = answer(lance, query);
                if (!actual.equals(expected)) {
                    differences.add(query + "\n  DuckDB:   " + expected + "\n  LanceSQL: " + actual);
                }
            }
        }
        assertThat(differences).as("seed %s", SEED).isEmpty();
    }

    private static List<String> answer(Connection lance, String query) {
        try {
            return Rows.sorted(Rows.of(lance, query));
        } catch (SQLException e) {
            return List.of(e.getSQLState() + ": " + e.getMessage());
        }
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }
}
