package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.sqltests.AllTypes.Column;
import org.lancesql.sqltests.AllTypes.Value;

/** One table with every type, written in each way that there is, reads back equal. */
class AllTypesTest {
    private static final List<Column> COLUMNS = AllTypes.columns();
    private static final int VALUES = 3;

    @TempDir
    private Path directory;

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:lance:" + directory + "?timeZone=UTC");
    }

    @Test
    void whatThePlainSdkWroteIsRead() throws SQLException {
        writeForeign("foreign_types");
        try (Connection connection = connect()) {
            checkRows(connection, "foreign_types");
            checkDescription(connection, "foreign_types");
        }
    }

    @Test
    void whatLiteralsWroteIsRead() throws SQLException {
        try (Connection connection = connect()) {
            create(connection, "by_literals");
            insertLiterals(connection, "by_literals");
            checkRows(connection, "by_literals");
            checkDescription(connection, "by_literals");
        }
    }

    @Test
    void whatParametersWroteIsRead() throws SQLException {
        try (Connection connection = connect()) {
            create(connection, "by_parameters");
            insertParameters(connection, "by_parameters");
            checkRows(connection, "by_parameters");
        }
    }

    @Test
    void copiesKeepTypesAndValues() throws SQLException {
        writeForeign("foreign_types");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE copy AS SELECT * FROM foreign_types");
            checkRows(connection, "copy");
            checkDescription(connection, "copy");
        }
    }

    @Test
    void everyColumnEqualsItselfInJoinsGroupsAndOrder() throws SQLException {
        try (Connection connection = connect()) {
            create(connection, "t");
            insertLiterals(connection, "t");
            for (Column column : COLUMNS) {
                String name = '"' + column.name() + '"';
                long values =
                        column.values().stream().map(Value::literal).distinct().count();
                assertThat(Rows.count(connection, "SELECT count(*) FROM (SELECT DISTINCT " + name + " FROM t)"))
                        .as("distinct %s", name)
                        .isEqualTo(values + 1);
                assertThat(Rows.count(
                                connection,
                                "SELECT count(*) FROM t AS a JOIN t AS b ON a.id = b.id AND a." + name + " = b."
                                        + name))
                        .as("joined %s", name)
                        .isEqualTo(VALUES);
                assertThat(Rows.of(connection, "SELECT id FROM t ORDER BY " + name + " NULLS FIRST LIMIT 1")
                                .toString())
                        .as("first by %s", name)
                        .isEqualTo("[[0]]");
            }
        }
    }

    private void writeForeign(String table) {
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>();
            fields.addAll(ScalarTypes.schema("id INT").getFields());
            COLUMNS.forEach(column -> fields.add(column.field()));
            writer.create(table, new Schema(fields), foreignRows().iterator());
        }
    }

    private static List<Object[]> foreignRows() {
        List<Object[]> rows = new ArrayList<>();
        for (int row = 0; row <= VALUES; row++) {
            List<Object> values = new ArrayList<>();
            values.add(row);
            for (Column column : COLUMNS) {
                values.add(row == 0 ? null : column.values().get(row - 1).foreign());
            }
            rows.add(values.toArray());
        }
        return rows;
    }

    static void create(Connection connection, String table) throws SQLException {
        String columns = COLUMNS.stream()
                .map(column -> '"' + column.name() + "\" " + column.type())
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE " + table + " (id INT, " + columns + ")");
        }
    }

    static void insertLiterals(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int row = 0; row <= VALUES; row++) {
                int index = row - 1;
                String values = COLUMNS.stream()
                        .map(column ->
                                index < 0 ? "NULL" : column.values().get(index).literal())
                        .collect(Collectors.joining(", "));
                statement.executeUpdate("INSERT INTO " + table + " VALUES (" + row + ", " + values + ")");
            }
        }
    }

    static void insertParameters(Connection connection, String table) throws SQLException {
        String marks =
                IntStream.rangeClosed(0, COLUMNS.size()).mapToObj(i -> "?").collect(Collectors.joining(", "));
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
            for (int row = 0; row <= VALUES; row++) {
                insert.setInt(1, row);
                for (int i = 0; i < COLUMNS.size(); i++) {
                    insert.setObject(
                            i + 2,
                            row == 0
                                    ? null
                                    : COLUMNS.get(i).values().get(row - 1).parameter());
                }
                assertThat(insert.executeUpdate()).isOne();
            }
        }
    }

    /** Reads the rows of a table through a connection, which may be of any driver, and compares each value. */
    static void checkRows(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY id")) {
            for (int row = 0; row <= VALUES; row++) {
                assertThat(rows.next()).isTrue();
                for (int i = 0; i < COLUMNS.size(); i++) {
                    Column column = COLUMNS.get(i);
                    Object expected =
                            row == 0 ? null : column.values().get(row - 1).parameter();
                    assertThat(plain(read(rows, i + 2, column)))
                            .as("%s of row %s", column.name(), row)
                            .isEqualTo(plain(expected));
                }
            }
            assertThat(rows.next()).isFalse();
        }
    }

    private static Object read(ResultSet rows, int index, Column column) throws SQLException {
        return column.readAs() == null ? rows.getObject(index) : rows.getObject(index, column.readAs());
    }

    /** Values in a form that can be compared, whatever classes carry them. */
    private static Object plain(Object value) throws SQLException {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        } else if (value instanceof OffsetDateTime moment) {
            return moment.toInstant();
        } else if (value instanceof Array array) {
            return plain(array.getArray());
        } else if (value instanceof Struct struct) {
            return plain(struct.getAttributes());
        } else if (value instanceof Object[] elements) {
            return plain(Arrays.asList(elements));
        } else if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            for (Object element : list) {
                plain.add(plain(element));
            }
            return plain;
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        } else if (value instanceof java.math.BigDecimal decimal) {
            return decimal.stripTrailingZeros();
        } else if (value instanceof java.util.Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .toList();
        }
        return value;
    }

    /** DESCRIBE prints the types that the table was made of, so that its output makes the same table again. */
    static void checkDescription(Connection connection, String table) throws SQLException {
        List<List<Object>> description = Rows.of(connection, "DESCRIBE " + table);
        List<String> types = COLUMNS.stream().map(Column::type).toList();
        assertThat(description.stream().skip(1).map(row -> row.get(1)).toList()).isEqualTo(types);
    }
}
