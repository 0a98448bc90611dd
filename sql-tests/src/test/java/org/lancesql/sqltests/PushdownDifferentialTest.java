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
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.sqltests.RandomPredicates.Condition;

/**
 * Random conditions keep the same rows in WHERE, where scans take them, as in the SELECT list, where they cannot: computed
 * by Lance and over columns in memory, on each type, without indexes and with several kinds of them, at HEAD and at an
 * old version, after rows were appended and deleted behind the indexes. {@code -Dlancesql.test.combinations} sets how many.
 */
class PushdownDifferentialTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final int COMBINATIONS = Integer.getInteger("lancesql.test.combinations", 10_000);
    private static final int BATCH = 25;
    private static final int BINDINGS = 6;
    private static final int ROWS = 60;

    /** True for all rows; with it the planner expects few rows of wide tables to pass, and lets the scan filter. */
    private static final String PUSHED = " AND id >= 0 AND id < 1000000";

    private static final List<String> TABLES = List.of("plain", "sorted", "mixed", "own");

    private static List<PredicateSamples> columns;
    private static Connection connection;

    /** Keeps no columns in memory, so that Lance does what scans take. */
    private static Connection withoutMemory;

    private static long oldVersion;

    @BeforeAll
    static void writeTables(@TempDir Path directory) throws SQLException {
        System.out.println("PushdownDifferentialTest: -Dlancesql.test.seed=" + SEED);
        Random random = new Random(SEED);
        List<Field> fields = ScalarTypes.schema().getFields();
        columns = fields.subList(1, fields.size()).stream()
                .map(PredicateSamples::of)
                .toList();
        List<Field> all = new ArrayList<>(fields);
        all.add(Field.nullable("pad", ArrowType.Binary.INSTANCE));
        Schema schema = new Schema(all);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(i, random));
        }
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            for (String table : TABLES.subList(0, 3)) {
                int rowsPerFragment = table.equals("mixed") ? 30 : ROWS;
                writer.create(table, schema, rows.subList(0, ROWS - 10).iterator(), rowsPerFragment);
            }
            connection = DriverManager.getConnection("jdbc:lance:" + directory);
            execute("CREATE TABLE own AS SELECT * FROM plain");
            index("sorted", List.of("BTREE"));
            index("own", List.of("BTREE", "BITMAP"));
            index("mixed", List.of("ZONEMAP", "NGRAM", "BITMAP"));
            oldVersion = columns.size() + 1;
            for (String table : TABLES.subList(0, 3)) {
                writer.append(table, schema, rows.subList(ROWS - 10, ROWS).iterator());
            }
            execute("INSERT INTO own SELECT * FROM plain WHERE id >= " + (ROWS - 10));
            TABLES.forEach(table -> writer.delete(table, "id IN (3, 21, 55)"));
            withoutMemory = DriverManager.getConnection("jdbc:lance:" + directory + "?readOnly=true&columnCache=0");
        }
    }

    /** One version for each column, whether an index of these kinds can be built on it or not. */
    private static void index(String table, List<String> kinds) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i).column().getName();
            boolean built = false;
            for (int j = 0; j < kinds.size() && !built; j++) {
                built = tryToIndex(table, column, kinds.get((i + j) % kinds.size()));
            }
            if (!built) {
                execute("CREATE INDEX by_" + column + " ON " + table + " (" + column + ")");
            }
        }
    }

    private static boolean tryToIndex(String table, String column, String kind) throws SQLException {
        try {
            execute("CREATE INDEX by_" + column + " ON " + table + " (" + column + ") USING " + kind);
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42804");
            return false;
        }
    }

    private static Object[] row(long id, Random random) {
        Object[] row = new Object[columns.size() + 2];
        row[0] = id;
        for (int i = 0; i < columns.size(); i++) {
            List<Object> stored = columns.get(i).stored();
            row[i + 1] = random.nextInt(6) == 0 ? null : stored.get(random.nextInt(stored.size()));
        }
        row[row.length - 1] = new byte[] {0};
        return row;
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterAll
    static void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
        if (withoutMemory != null) {
            withoutMemory.close();
        }
    }

    @Test
    void pushedConditionsKeepTheSameRows() throws SQLException {
        RandomPredicates predicates = new RandomPredicates(new Random(SEED + 1), columns);
        int done = 0;
        int asked = 0;
        int pushed = 0;
        boolean batchHasParameters = false;
        while (done < COMBINATIONS) {
            Batch batch = Batch.of(predicates, !batchHasParameters);
            batchHasParameters = !batchHasParameters;
            List<List<List<Long>>> head = keptByProjection("plain", batch);
            List<List<List<Long>>> old = keptByProjection("plain FOR VERSION AS OF 1", batch);
            for (String table : TABLES) {
                compare(table, batch, head);
                long version = table.equals("plain") ? 1 : oldVersion;
                compare(table + " FOR VERSION AS OF " + version, batch, old);
                done += 4 * batch.combinations();
            }
            if (!batchHasParameters) {
                asked += BATCH;
                pushed += countPushed(batch.conditions());
            }
        }
        assertThat(pushed).as("pushed of " + asked).isGreaterThan(asked * 8 / 10);
    }

    /**
     * Conditions that one statement holds.
     *
     * @param bindings for each execution of it, the values of all parameters by condition
     */
    private record Batch(List<Condition> conditions, List<List<List<Object>>> bindings) {
        static Batch of(RandomPredicates predicates, boolean withParameters) {
            List<Condition> conditions = Stream.generate(predicates::next)
                    .filter(condition -> condition.parameters().isEmpty() != withParameters)
                    .limit(BATCH)
                    .toList();
            List<List<List<Object>>> bindings = new ArrayList<>();
            for (int i = 0; i < (withParameters ? BINDINGS : 1); i++) {
                bindings.add(conditions.stream().map(predicates::bind).toList());
            }
            return new Batch(conditions, bindings);
        }

        /** Different ones: few values can make few bindings. */
        int combinations() {
            int combinations = 0;
            for (int i = 0; i < conditions.size(); i++) {
                int condition = i;
                combinations += (int) bindings.stream()
                        .map(binding -> binding.get(condition))
                        .distinct()
                        .count();
            }
            return combinations;
        }
    }

    private static void compare(String table, Batch batch, List<List<List<Long>>> expected) throws SQLException {
        compare("Lance", keptByScan(withoutMemory, table, batch), table, batch, expected);
        compare("memory", keptByScan(connection, table, batch), table, batch, expected);
    }

    private static void compare(
            String way, List<List<List<Long>>> kept, String table, Batch batch, List<List<List<Long>>> expected) {
        for (int binding = 0; binding < batch.bindings().size(); binding++) {
            for (int i = 0; i < BATCH; i++) {
                assertThat(kept.get(binding).get(i))
                        .as(
                                "seed %d: by %s FROM %s WHERE %s %s",
                                SEED,
                                way,
                                table,
                                batch.conditions().get(i).sql(),
                                batch.bindings().get(binding).get(i))
                        .isEqualTo(expected.get(binding).get(i));
            }
        }
    }

    /** The ids that each condition keeps, found by evaluating all of them on every row in the SELECT list. */
    private static List<List<List<Long>>> keptByProjection(String table, Batch batch) throws SQLException {
        StringBuilder query = new StringBuilder("SELECT id");
        for (Condition condition : batch.conditions()) {
            query.append(", CASE WHEN ").append(condition.sql()).append(" THEN 1 ELSE 0 END");
        }
        query.append(" FROM ").append(table);
        return execute(connection, query.toString(), batch, (rows, kept) -> {
            for (int i = 0; i < BATCH; i++) {
                if (rows.getInt(i + 2) == 1) {
                    kept.get(i).add(rows.getLong(1));
                }
            }
        });
    }

    private static List<List<List<Long>>> keptByScan(Connection reader, String table, Batch batch) throws SQLException {
        return execute(
                reader,
                scans(table, batch.conditions()),
                batch,
                (rows, kept) -> kept.get(rows.getInt(1)).add(rows.getLong(2)));
    }

    private interface RowReader {
        void read(ResultSet rows, List<TreeSet<Long>> kept) throws SQLException;
    }

    /** The sorted ids that each condition keeps, for each binding of the parameters. */
    private static List<List<List<Long>>> execute(Connection from, String query, Batch batch, RowReader reader)
            throws SQLException {
        List<List<List<Long>>> all = new ArrayList<>();
        try (PreparedStatement statement = from.prepareStatement(query)) {
            for (List<List<Object>> binding : batch.bindings()) {
                int index = 1;
                for (List<Object> values : binding) {
                    for (Object value : values) {
                        statement.setObject(index++, value);
                    }
                }
                List<TreeSet<Long>> kept = new ArrayList<>();
                binding.forEach(values -> kept.add(new TreeSet<>()));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        reader.read(rows, kept);
                    }
                }
                all.add(kept.stream()
                        .map(ids -> (List<Long>) new ArrayList<>(ids))
                        .toList());
            }
        }
        return all;
    }

    private static String scans(String table, List<Condition> conditions) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < conditions.size(); i++) {
            query.append(i == 0 ? "SELECT " : " UNION ALL SELECT ")
                    .append(i)
                    .append(", id, pad FROM ")
                    .append(table)
                    .append(" WHERE (")
                    .append(conditions.get(i).sql())
                    .append(')')
                    .append(PUSHED);
        }
        return query.toString();
    }

    private static int countPushed(List<Condition> conditions) throws SQLException {
        int pushed = conditions.size();
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN " + scans("plain", conditions))) {
            while (plan.next()) {
                pushed -= plan.getString(1).contains("BatchFilter") ? 1 : 0;
            }
        }
        return pushed;
    }
}
