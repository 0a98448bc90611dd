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
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.sqltests.RandomQueries.Query;

/** Random queries give DuckDB's answers. Another run: {@code mvn verify -Dlancesql.test.seed=...}. */
class DifferentialTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);

    @TempDir
    private Path directory;

    @Test
    void randomQueriesGiveTheAnswersOfDuckDb() throws SQLException {
        RandomQueries queries = new RandomQueries(new Random(SEED));
        List<String> tables = List.of(
                queries.createTable("t1"),
                queries.createTable("t2"),
                queries.createTable("t3"),
                queries.insert("t1", 20),
                queries.insert("t1", 10),
                queries.insert("t2", 40));
        check(tables, queries::next, 300);
    }

    @Test
    void randomJoinsAndAggregatesGiveTheAnswersOfDuckDb() throws SQLException {
        RandomAggregates queries = new RandomAggregates(new Random(SEED));
        List<String> tables = List.of(
                queries.createTable("h1"),
                queries.createTable("h2"),
                queries.createTable("h3"),
                queries.insert("h1", 15),
                queries.insert("h1", 10),
                queries.insert("h2", 30));
        check(tables, queries::next, 200);
    }

    @Test
    void randomOrdersOfJoinsGiveTheAnswersOfDuckDb() throws SQLException {
        RandomJoins queries = new RandomJoins(new Random(SEED));
        List<String> tables = List.of(
                queries.createTable("j1"),
                queries.createTable("j2"),
                queries.createTable("j3"),
                queries.createTable("j4"),
                queries.insert("j1", 20),
                queries.insert("j2", 15),
                queries.insert("j2", 10),
                queries.insert("j3", 30),
                queries.insert("j4", 8));
        check(tables, queries::next, 200);
    }

    private void check(List<String> tables, Supplier<Query> queries, int count) throws SQLException {
        System.out.println("DifferentialTest: seed " + SEED);
        List<String> differences = new ArrayList<>();
        try (Connection lance = DriverManager.getConnection("jdbc:lance:" + directory);
                Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
            load(tables, lance, duckDb);
            for (int i = 0; i < count; i++) {
                Query query = queries.get();
                List<String> expected = answer(duckDb, query);
                List<String> actual;
                try {
                    actual = answer(lance, query);
                } catch (SQLException e) {
                    actual = List.of(e.getSQLState() + ": " + e.getMessage());
                }
                if (!actual.equals(expected)) {
                    differences.add(query.sql() + "\n  DuckDB:   " + expected + "\n  LanceSQL: " + actual);
                }
            }
        }
        assertThat(differences).as("seed %s", SEED).isEmpty();
    }

    private static void load(List<String> statements, Connection lance, Connection duckDb) throws SQLException {
        for (Connection connection : List.of(lance, duckDb)) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.executeUpdate(sql);
                }
            }
        }
    }

    private static List<String> answer(Connection connection, Query query) throws SQLException {
        List<List<Object>> rows = Rows.of(connection, query.sql());
        return query.isOrdered() ? Rows.text(rows) : Rows.sorted(rows);
    }
}
