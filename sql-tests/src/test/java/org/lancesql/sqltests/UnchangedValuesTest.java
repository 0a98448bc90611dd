package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lancesql.sqltests.AllTypes.Column;
import org.lancesql.sqltests.AllTypes.Table;

/** Values of every stored type come through statements that rewrite their rows as they were, nulls included. */
@ExtendWith(NoLeaks.class)
class UnchangedValuesTest {
    private static final int VALUES = 3;

    @TempDir
    private Path directory;

    /** A table of every type that another program wrote, and a copy of it by the same program to compare with. */
    private List<Field> writeForeign(List<Column> columns) {
        List<Field> fields = new ArrayList<>(ScalarTypes.schema("id INT").getFields());
        columns.forEach(column -> fields.add(column.field()));
        List<Field> rare = rareFields();
        fields.addAll(rare);
        List<Object[]> rows = new ArrayList<>();
        for (int row = 0; row <= VALUES; row++) {
            List<Object> values = new ArrayList<>(List.of(row));
            for (Column column : columns) {
                values.add(row == 0 ? null : column.values().get(row - 1).foreign());
            }
            for (Field field : rare) {
                values.add(row == 0 ? null : rareValue(field, row));
            }
            rows.add(values.toArray());
        }
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            writer.create("t", new Schema(fields), rows.iterator());
            writer.create("original", new Schema(fields), rows.iterator());
        }
        return fields;
    }

    /** Types that LanceSQL reads and never writes of itself. */
    private static List<Field> rareFields() {
        ArrowType half = new ArrowType.FloatingPoint(org.apache.arrow.vector.types.FloatingPointPrecision.HALF);
        return List.of(
                rare("time_s", new ArrowType.Time(TimeUnit.SECOND, 32)),
                rare("ts_s", new ArrowType.Timestamp(TimeUnit.SECOND, null)),
                rare("ts_s_zone", new ArrowType.Timestamp(TimeUnit.SECOND, "Europe/Berlin")),
                rare("ts_ms_zone", new ArrowType.Timestamp(TimeUnit.MILLISECOND, "America/St_Johns")),
                rare("ts_ns_zone", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC")),
                rare("dur_s", new ArrowType.Duration(TimeUnit.SECOND)),
                rare("vec_half", new ArrowType.FixedSizeList(2), rare("item", half)),
                rare("vec_u8", new ArrowType.FixedSizeList(2), rare("item", new ArrowType.Int(8, false))));
    }

    private static Field rare(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    private static Object rareValue(Field field, int row) {
        if (field.getName().equals("vec_half")) {
            return List.of(row + 0.5f, -0.0f);
        } else if (field.getName().equals("vec_u8")) {
            return List.of(255, row);
        }
        return 1_000_000_007L * (field.getName().equals("time_s") ? 0 : 1) + row;
    }

    private interface Work {
        void run(Connection connection, List<String> columns) throws SQLException;
    }

    /** Runs statements that keep all values but ids, then compares rows, as they are and as they are stored. */
    private void unharmed(Table table, Work work) throws SQLException {
        unharmed(table.columns(), work);
    }

    private void unharmed(List<Column> ofTable, Work work) throws SQLException {
        List<Field> fields = writeForeign(ofTable);
        List<String> columns = fields.stream()
                .skip(1)
                .map(field -> '"' + field.getName() + '"')
                .toList();
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory + "?timeZone=UTC")) {
            work.run(connection, columns);
            assertThat(texts(connection, "t", columns)).isEqualTo(texts(connection, "original", columns));
            assertThat(Rows.of(connection, "DESCRIBE t")).isEqualTo(Rows.of(connection, "DESCRIBE original"));
        }
    }

    private static List<List<Object>> texts(Connection connection, String table, List<String> columns)
            throws SQLException {
        List<List<Object>> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                java.sql.ResultSet rows = statement.executeQuery(
                        "SELECT id, " + String.join(", ", columns) + " FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= columns.size() + 1; i++) {
                    row.add(rows.getString(i));
                }
                texts.add(row);
            }
        }
        assertThat(texts).hasSize(VALUES + 1);
        return texts;
    }

    private static long run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @ParameterizedTest
    @EnumSource
    void updatesOfAnotherColumnKeepThem(Table table) throws SQLException {
        unharmed(table, (connection, columns) -> {
            assertThat(run(connection, "UPDATE t SET id = id + 10")).isEqualTo(4);
            connection.setAutoCommit(false);
            assertThat(run(connection, "UPDATE t SET id = id - 3 WHERE id >= 10"))
                    .isEqualTo(4);
            assertThat(run(connection, "UPDATE t SET id = id - 7 WHERE i32 IS NULL OR i32 <> 1"))
                    .isEqualTo(4);
            connection.commit();
        });
    }

    @ParameterizedTest
    @EnumSource
    void columnsAssignedToThemselvesKeepThem(Table table) throws SQLException {
        unharmed(table, (connection, columns) -> {
            String itself =
                    columns.stream().map(column -> column + " = " + column).collect(Collectors.joining(", "));
            assertThat(run(connection, "UPDATE t SET " + itself)).isEqualTo(4);
        });
    }

    @ParameterizedTest
    @EnumSource
    void mergesOfAnotherColumnKeepThem(Table table) throws SQLException {
        unharmed(table, (connection, columns) -> {
            String merge = "MERGE INTO t USING (SELECT id FROM original) AS s ON t.id %s = s.id"
                    + " WHEN MATCHED THEN UPDATE SET id = t.id %s"
                    + " WHEN NOT MATCHED THEN INSERT (id) VALUES (99)";
            assertThat(run(connection, merge.formatted("", "+ 10"))).isEqualTo(4);
            assertThat(run(connection, merge.formatted("- 10", "- 10"))).isEqualTo(4);
        });
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfAnotherTableArriveInUpdates(Table table) throws SQLException {
        unharmed(table, (connection, columns) -> {
            String nothing = columns.stream().map(column -> column + " = NULL").collect(Collectors.joining(", "));
            String theirs =
                    columns.stream().map(column -> column + " = o." + column).collect(Collectors.joining(", "));
            assertThat(run(connection, "UPDATE t SET " + nothing)).isEqualTo(4);
            assertThat(run(connection, "UPDATE t SET " + theirs + " FROM original AS o WHERE o.id = t.id"))
                    .isEqualTo(4);
        });
    }

    @ParameterizedTest
    @EnumSource
    void rowSubQueriesCarryThem(Table table) throws SQLException {
        unharmed(table, (connection, all) -> {
            // Sub-queries as values are computed row by row, where a zero in an array loses its sign.
            List<String> columns =
                    all.stream().filter(column -> !column.contains("vec_half")).toList();
            String nothing = columns.stream().map(column -> column + " = NULL").collect(Collectors.joining(", "));
            assertThat(run(connection, "UPDATE t SET " + nothing)).isEqualTo(4);
            // Each column is a join of its own; ten are enough for one statement.
            for (int from = 0; from < columns.size(); from += 10) {
                String some = String.join(", ", columns.subList(from, Math.min(columns.size(), from + 10)));
                assertThat(run(
                                connection,
                                "UPDATE t SET (" + some + ") = (SELECT " + some
                                        + " FROM original AS o WHERE o.id = t.id)"))
                        .isEqualTo(4);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void mergesInsertThem(Table table) throws SQLException {
        unharmed(table, (connection, columns) -> {
            run(connection, "DELETE FROM t WHERE id <> 1");
            String all = "id, " + String.join(", ", columns);
            String theirs = columns.stream().map(column -> "s." + column).collect(Collectors.joining(", "));
            String update =
                    columns.stream().map(column -> column + " = s." + column).collect(Collectors.joining(", "));
            assertThat(run(
                            connection,
                            "MERGE INTO t USING original AS s ON t.id = s.id WHEN MATCHED THEN UPDATE SET " + update
                                    + " WHEN NOT MATCHED THEN INSERT (" + all + ") VALUES (s.id, " + theirs + ")"))
                    .isEqualTo(4);
        });
    }

    @ParameterizedTest
    @EnumSource
    void upsertsKeepAndBringThem(Table table) throws SQLException {
        // Lance cannot note the key of a table with dictionaries in its metadata.
        List<Column> plain = table.columns().stream()
                .filter(column -> column.field().getDictionary() == null)
                .toList();
        unharmed(plain, (connection, columns) -> {
            run(connection, "DELETE FROM t WHERE id > 1");
            run(connection, "CREATE UNIQUE INDEX ids ON t (id)");
            String upsert = "INSERT INTO t SELECT * FROM original ON CONFLICT (id) DO UPDATE SET id = t.id";
            assertThat(run(connection, upsert)).isEqualTo(4);
            String theirs = columns.stream()
                    .map(column -> column + " = EXCLUDED." + column)
                    .collect(Collectors.joining(", "));
            assertThat(run(connection, "INSERT INTO t SELECT * FROM original ON CONFLICT (id) DO UPDATE SET " + theirs))
                    .isEqualTo(4);
            run(connection, "DROP INDEX ids ON t");
        });
    }

    @ParameterizedTest
    @EnumSource
    void parametersOfUpdatesAndMergesArrive(Table table) throws SQLException {
        unharmed(table, (connection, ignored) -> {
            List<Column> columns = table.columns();
            String names =
                    columns.stream().map(column -> '"' + column.name() + '"').collect(Collectors.joining(", "));
            String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
            String sets = columns.stream()
                    .map(column -> '"' + column.name() + "\" = ?")
                    .collect(Collectors.joining(", "));
            String theirs = columns.stream()
                    .map(column -> '"' + column.name() + "\" = s.\"" + column.name() + '"')
                    .collect(Collectors.joining(", "));
            for (String sql : List.of(
                    "UPDATE t SET " + sets + " WHERE id = ?",
                    "UPDATE t SET (" + names + ") = (" + marks + ") WHERE id = ?",
                    "MERGE INTO t USING (VALUES (" + marks + ", ?)) AS s (" + names + ", id) ON t.id = s.id"
                            + " WHEN MATCHED THEN UPDATE SET " + theirs)) {
                execute(connection, sql, columns);
            }
        });
    }

    private static void execute(Connection connection, String sql, List<Column> columns) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int row : IntStream.rangeClosed(0, VALUES).toArray()) {
                for (int i = 0; i < columns.size(); i++) {
                    Object value = row == 0
                            ? null
                            : columns.get(i).values().get(row - 1).parameter();
                    update.setObject(i + 1, value);
                }
                update.setInt(columns.size() + 1, row);
                assertThat(update.executeUpdate()).isOne();
            }
        }
    }
}
