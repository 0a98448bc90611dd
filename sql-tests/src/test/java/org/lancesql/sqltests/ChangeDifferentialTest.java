package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random statements change rows as DuckDB changes them, with the same counts, in transactions that are committed or rolled
 * back: with indexes and without, with stable row ids and without, in tables of several fragments. Another run: {@code
 * -Dlancesql.test.seed=...}; a longer one: {@code -Dlancesql.test.changes=...}.
 */
class ChangeDifferentialTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260102);
    private static final int STATEMENTS = Integer.getInteger("lancesql.test.changes", 60);
    private static final Schema COLUMNS = new Schema(List.of(
            Field.nullable("k", new ArrowType.Int(32, true)),
            Field.nullable("n", new ArrowType.Int(64, true)),
            Field.nullable("s", ArrowType.Utf8.INSTANCE),
            Field.nullable("d", new ArrowType.Decimal(12, 2, 128))));

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "indexed: {0}, stable row ids: {1}")
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void statementsChangeRowsAsThoseOfDuckDb(boolean indexed, boolean stableRowIds) throws SQLException {
        System.out.println("ChangeDifferentialTest: seed " + SEED);
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            for (String table : List.of("t", "u")) {
                writer.create(table, COLUMNS, Collections.emptyIterator(), 10, stableRowIds);
            }
        }
        try (Connection lance = DriverManager.getConnection("jdbc:lance:" + directory + "?mixedMutations=allow");
                Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
            execute(duckDb, "CREATE TABLE t (k INTEGER, n BIGINT, s VARCHAR, d DECIMAL(12, 2))");
            execute(duckDb, "CREATE TABLE u (k INTEGER, n BIGINT, s VARCHAR, d DECIMAL(12, 2))");
            RandomChanges changes = new RandomChanges(new Random(SEED));
            Random random = new Random(SEED + 1);
            for (int i = 0; i < 12; i++) {
                both(lance, duckDb, changes.next());
                both(lance, duckDb, "INSERT INTO u SELECT k + 1, n, s, d FROM t WHERE k < 12");
            }
            if (indexed) {
                execute(lance, "CREATE INDEX t_by_k ON t (k)");
                execute(lance, "CREATE INDEX t_by_s ON t (s)");
                execute(lance, "CREATE INDEX u_by_k ON u (k)");
            }
            run(lance, duckDb, changes, random);
        }
    }

    private static void run(Connection lance, Connection duckDb, RandomChanges changes, Random random)
            throws SQLException {
        boolean open = false;
        for (int i = 0; i < STATEMENTS; i++) {
            if (random.nextInt(4) == 0) {
                String boundary = open ? random.nextBoolean() ? "COMMIT" : "ROLLBACK" : "BEGIN";
                open = !open;
                execute(lance, boundary);
                execute(duckDb, boundary);
            }
            if (random.nextInt(4) == 0) {
                String statement = changes.nextReturning();
                assertThat(Rows.sorted(Rows.of(lance, statement)))
                        .as("seed %s, statement %s: %s", SEED, i, statement)
                        .isEqualTo(Rows.sorted(Rows.of(duckDb, statement)));
                compare(lance, duckDb, i + ": " + statement);
            } else {
                both(lance, duckDb, changes.next());
            }
            bound(lance, duckDb);
        }
        compare(lance, duckDb, "the last statement");
    }

    /** Keeps the table small. */
    private static void bound(Connection lance, Connection duckDb) throws SQLException {
        if (Rows.count(lance, "SELECT COUNT(*) FROM t") > 300) {
            both(lance, duckDb, "DELETE FROM t WHERE MOD(k, 2) = 0 OR n IS NULL OR n > 20");
        }
    }

    private static void both(Connection lance, Connection duckDb, String statement) throws SQLException {
        assertThat(execute(lance, statement))
                .as("seed %s: count of %s", SEED, statement)
                .isEqualTo(execute(duckDb, statement));
        compare(lance, duckDb, statement);
    }

    private static void compare(Connection lance, Connection duckDb, String statement) throws SQLException {
        List<String> expected = Rows.sorted(Rows.of(duckDb, "SELECT * FROM t"));
        assertThat(Rows.sorted(Rows.of(lance, "SELECT * FROM t")))
                .as("seed %s: rows after %s", SEED, statement)
                .isEqualTo(expected);
        for (String condition : List.of("k = 7", "k > 20 AND s = 'a'")) {
            assertThat(Rows.sorted(Rows.of(lance, "SELECT * FROM t WHERE " + condition)))
                    .as("seed %s: rows of %s after %s", SEED, condition, statement)
                    .isEqualTo(Rows.sorted(Rows.of(duckDb, "SELECT * FROM t WHERE " + condition)));
        }
    }

    private static long execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new SQLException(sql + ": " + e.getMessage(), e.getSQLState(), e);
        }
    }
}
