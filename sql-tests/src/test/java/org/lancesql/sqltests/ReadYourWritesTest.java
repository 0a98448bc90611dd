package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.sqltests.random.Choices;
import org.lancesql.sqltests.random.Kind;
import org.lancesql.sqltests.random.RandomQueries;
import org.lancesql.sqltests.random.RandomQuery;
import org.lancesql.sqltests.random.RandomTables;
import org.lancesql.sqltests.random.RandomTables.Column;
import org.lancesql.sqltests.random.RandomTables.Table;

/**
 * A query in a transaction answers as it does after the commit, whatever the transaction has changed: random changes, and
 * random queries over the merged rows. Another run: {@code mvn verify -Dlancesql.test.seed=...}.
 */
@Timeout(300)
class ReadYourWritesTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final int ROUNDS = 4;
    private static final int QUERIES = 60;

    /** Of a join of many tables without a condition it is enough to know that it gives more. */
    private static final int MOST_ROWS = 10_000;

    private static final int TIMEOUT_SECONDS = 20;
    private static final String TOO_SLOW = "57014";

    private static final List<Table> TABLES = Stream.of("t1", "t2", "t3")
            .map(name -> new Table(
                    name,
                    List.of(
                            new Column("k", Kind.INT),
                            new Column("n", Kind.BIGINT),
                            new Column("m", Kind.DECIMAL),
                            new Column("s", Kind.TEXT),
                            new Column("d", Kind.DATE))))
            .toList();

    @TempDir
    private Path directory;

    private record Asked(RandomQuery query, List<String> answer) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void queriesOverPendingRowsAnswerAsAfterTheCommit(boolean indexed) throws SQLException {
        System.out.println("ReadYourWritesTest: seed " + SEED);
        Choices choices = Choices.drawn(SEED);
        RandomQueries queries = new RandomQueries(choices, TABLES);
        try (Connection connection = connect()) {
            createTables(connection, choices, indexed);
            List<String> differences = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                execute(connection, "BEGIN");
                List<String> changes = change(connection, choices);
                List<Asked> asked = new ArrayList<>();
                for (int i = 0; i < QUERIES; i++) {
                    RandomQuery query = queries.next();
                    asked.add(new Asked(query, answer(connection, query)));
                }
                execute(connection, "COMMIT");
                for (Asked before : asked) {
                    List<String> after = answer(connection, before.query());
                    if (!after.equals(before.answer()) && !isTooSlow(after) && !isTooSlow(before.answer())) {
                        differences.add(before.query().sql() + "\n  pending:   " + before.answer() + "\n  committed: "
                                + after + "\n  after " + changes);
                    }
                }
            }
            assertThat(differences).as("seed %s", SEED).isEmpty();
        }
    }

    /** A transaction changes one table, so the others stay as they are. */
    private static void createTables(Connection connection, Choices choices, boolean indexed) throws SQLException {
        for (Table table : TABLES) {
            execute(connection, table.create());
            execute(connection, RandomTables.insert(choices, table, 30));
            execute(connection, RandomTables.insert(choices, table, 10));
        }
        for (String column : indexed ? List.of("k", "n", "s", "d") : List.<String>of()) {
            execute(connection, "CREATE INDEX t1_" + column + " ON t1 (" + column + ")");
        }
        execute(connection, "SET mixedMutations = 'allow'");
    }

    private static List<String> change(Connection connection, Choices choices) throws SQLException {
        List<String> changes = new ArrayList<>();
        int count = 2 + choices.below(5);
        for (int i = 0; i < count; i++) {
            String change = switch (choices.below(6)) {
                case 0 -> "DELETE FROM t1 WHERE k = " + choices.below(8);
                case 1 -> "UPDATE t1 SET n = n / 2, s = 'changed' WHERE k > " + choices.below(8);
                case 2 -> "UPDATE t1 SET k = NULL WHERE n < " + choices.below(5);
                case 3 -> "INSERT INTO t1 SELECT * FROM t1 WHERE k = " + choices.below(8);
                default -> RandomTables.insert(choices, TABLES.get(0), 1 + choices.below(12));
            };
            boolean undone = choices.once(4);
            if (undone) {
                execute(connection, "SAVEPOINT before");
            }
            execute(connection, change);
            if (undone) {
                execute(connection, "ROLLBACK TO before");
            } else {
                changes.add(change);
            }
        }
        return changes;
    }

    private static List<String> answer(Connection connection, RandomQuery query) {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            statement.setMaxRows(MOST_ROWS + 1);
            try (ResultSet result = statement.executeQuery(query.sql())) {
                List<List<Object>> rows = Rows.read(result);
                if (rows.size() > MOST_ROWS) {
                    return List.of("more than " + MOST_ROWS + " rows");
                }
                return query.isOrdered() ? Rows.text(rows) : Rows.sorted(rows);
            }
        } catch (SQLException e) {
            return List.of(e.getSQLState() + ": " + e.getMessage());
        }
    }

    private static boolean isTooSlow(List<String> answer) {
        return answer.size() == 1 && answer.get(0).startsWith(TOO_SLOW);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:lance:" + directory);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void preparedQueriesFollowTheTransaction() throws SQLException {
        try (Connection connection = connect();
                Connection other = connect()) {
            execute(connection, "CREATE TABLE t (id INT, name VARCHAR)");
            execute(connection, "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
            try (var prepared = connection.prepareStatement("SELECT id FROM t WHERE id > ? ORDER BY id LIMIT 2")) {
                assertThat(ids(prepared, 0)).containsExactly(1L, 2L);
                execute(connection, "BEGIN");
                assertThat(ids(prepared, 1)).containsExactly(2L, 3L);
                execute(connection, "UPDATE t SET id = id + 10 WHERE id = 2");
                assertThat(ids(prepared, 1)).containsExactly(3L, 12L);
                execute(other, "INSERT INTO t VALUES (4, 'd')");
                assertThat(ids(prepared, 1)).containsExactly(3L, 12L);
                execute(connection, "COMMIT");
                assertThat(ids(prepared, 1)).containsExactly(3L, 4L);
            }
        }
    }

    private static List<Long> ids(java.sql.PreparedStatement prepared, int above) throws SQLException {
        prepared.setInt(1, above);
        List<Long> ids = new ArrayList<>();
        try (var rows = prepared.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    @Test
    void cursorKeepsWhatItBeganWith() throws SQLException {
        for (String end : List.of("COMMIT", "ROLLBACK")) {
            try (Connection connection = connect();
                    Statement cursor = connection.createStatement()) {
                execute(connection, "CREATE OR REPLACE TABLE t (id INT)");
                execute(connection, "SET mixedMutations = 'allow'");
                execute(connection, "BEGIN");
                execute(connection, "INSERT INTO t VALUES (1), (2)");
                execute(connection, "INSERT INTO t VALUES (3)");
                try (var rows = cursor.executeQuery("SELECT id FROM t")) {
                    execute(connection, "DELETE FROM t WHERE id = 2");
                    execute(connection, "INSERT INTO t VALUES (4)");
                    execute(connection, end);
                    List<Long> ids = new ArrayList<>();
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                    assertThat(ids).containsExactly(1L, 2L, 3L);
                }
                assertThat(Rows.count(connection, "SELECT count(*) FROM t")).isEqualTo(end.equals("COMMIT") ? 3 : 0);
            }
        }
    }
}
