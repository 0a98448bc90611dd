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
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lancesql.jdbc.server.LanceServer;
import org.lancesql.sqltests.AllTypes.Column;
import org.lancesql.sqltests.AllTypes.Table;
import org.lancesql.sqltests.AllTypes.Value;

/** Every type, written in each way that there is, reads back equal through the embedded driver and the thin client. */
@ExtendWith(NoLeaks.class)
class AllTypesTest {
    private static final int VALUES = 3;

    @TempDir
    private Path directory;

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:lance:" + directory + "?timeZone=UTC");
    }

    private void onBothDrivers(OnBoth action) throws SQLException {
        LanceServer.Config config = new LanceServer.Config(Map.of("types", directory), 0, Duration.ofMinutes(5));
        try (LanceServer server = LanceServer.start(config);
                Connection embedded = connect();
                Connection remote = DriverManager.getConnection("jdbc:avatica:remote:serialization=protobuf;url="
                        + "http://localhost:" + server.port() + "/types?timeZone=UTC")) {
            action.run(embedded, remote);
        }
    }

    private interface OnBoth {
        void run(Connection embedded, Connection remote) throws SQLException;
    }

    @ParameterizedTest
    @EnumSource
    void whatThePlainSdkWroteIsRead(Table table) throws SQLException {
        writeForeign("t", table.columns());
        onBothDrivers((embedded, remote) -> {
            checkRows(embedded, table.columns());
            checkThinClient(embedded, remote, table.columns());
            checkDescription(embedded, table.columns());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatLiteralsWroteIsRead(Table table) throws SQLException {
        onBothDrivers((embedded, remote) -> {
            create(embedded, table.columns());
            insertLiterals(embedded, table.columns());
            checkRows(embedded, table.columns());
            checkThinClient(embedded, remote, table.columns());
            checkDescription(embedded, table.columns());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatLiteralsWroteThroughTheThinClientIsRead(Table table) throws SQLException {
        onBothDrivers((embedded, remote) -> {
            create(remote, table.columns());
            insertLiterals(remote, table.columns());
            checkRows(embedded, table.columns());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatParametersWroteIsRead(Table table) throws SQLException {
        onBothDrivers((embedded, remote) -> {
            create(embedded, table.columns());
            insertParameters(embedded, table.columns());
            checkRows(embedded, table.columns());
            checkThinClient(embedded, remote, table.columns());
        });
    }

    @ParameterizedTest
    @EnumSource
    void copiesKeepTypesAndValues(Table table) throws SQLException {
        writeForeign("original", table.columns());
        onBothDrivers((embedded, remote) -> {
            try (Statement statement = embedded.createStatement()) {
                statement.executeUpdate("CREATE TABLE t AS SELECT * FROM original");
            }
            checkRows(embedded, table.columns());
            checkThinClient(embedded, remote, table.columns());
            checkDescription(embedded, table.columns());
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyColumnEqualsItselfInJoinsGroupsAndOrder(Table table) throws SQLException {
        try (Connection connection = connect()) {
            create(connection, table.columns());
            insertLiterals(connection, table.columns());
            for (Column column : table.columns()) {
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

    private void writeForeign(String table, List<Column> columns) {
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>();
            fields.addAll(ScalarTypes.schema("id INT").getFields());
            columns.forEach(column -> fields.add(column.field()));
            writer.create(table, new Schema(fields), foreignRows(columns).iterator());
        }
    }

    private static List<Object[]> foreignRows(List<Column> columns) {
        List<Object[]> rows = new ArrayList<>();
        for (int row = 0; row <= VALUES; row++) {
            List<Object> values = new ArrayList<>();
            values.add(row);
            for (Column column : columns) {
                values.add(row == 0 ? null : column.values().get(row - 1).foreign());
            }
            rows.add(values.toArray());
        }
        return rows;
    }

    private static void create(Connection connection, List<Column> columns) throws SQLException {
        String declarations = columns.stream()
                .map(column -> '"' + column.name() + "\" " + column.type())
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (id INT, " + declarations + ")");
        }
    }

    private static void insertLiterals(Connection connection, List<Column> columns) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int row = 0; row <= VALUES; row++) {
                int index = row - 1;
                String values = columns.stream()
                        .map(column ->
                                index < 0 ? "NULL" : column.values().get(index).literal())
                        .collect(Collectors.joining(", "));
                statement.executeUpdate("INSERT INTO t VALUES (" + row + ", " + values + ")");
            }
        }
    }

    private static void insertParameters(Connection connection, List<Column> columns) throws SQLException {
        String marks =
                IntStream.rangeClosed(0, columns.size()).mapToObj(i -> "?").collect(Collectors.joining(", "));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (" + marks + ")")) {
            for (int row = 0; row <= VALUES; row++) {
                insert.setInt(1, row);
                for (int i = 0; i < columns.size(); i++) {
                    insert.setObject(
                            i + 2,
                            row == 0
                                    ? null
                                    : columns.get(i).values().get(row - 1).parameter());
                }
                assertThat(insert.executeUpdate()).isOne();
            }
        }
    }

    /** Reads the rows of the table and compares each value with the one that was written. */
    private static void checkRows(Connection connection, List<Column> columns) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM t ORDER BY id")) {
            for (int row = 0; row <= VALUES; row++) {
                assertThat(rows.next()).isTrue();
                for (int i = 0; i < columns.size(); i++) {
                    Column column = columns.get(i);
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

    /**
     * Reads the table through both drivers: what travels as text is the embedded getString, every other value the same
     * as that of the embedded getObject.
     */
    private static void checkThinClient(Connection embedded, Connection remote, List<Column> columns)
            throws SQLException {
        String query = "SELECT * FROM t ORDER BY id";
        try (Statement ofEmbedded = embedded.createStatement();
                Statement ofRemote = remote.createStatement();
                ResultSet expected = ofEmbedded.executeQuery(query);
                ResultSet rows = ofRemote.executeQuery(query)) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(columns.size() + 1);
            while (expected.next()) {
                assertThat(rows.next()).isTrue();
                for (int i = 1; i <= columns.size() + 1; i++) {
                    boolean isText = rows.getMetaData().getColumnType(i) == Types.VARCHAR;
                    assertThat(plain(rows.getObject(i)))
                            .as("%s of row %s", rows.getMetaData().getColumnLabel(i), expected.getInt(1))
                            .isEqualTo(plain(isText ? expected.getString(i) : expected.getObject(i)));
                    assertThat(rows.wasNull()).isEqualTo(expected.wasNull());
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
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .toList();
        }
        return value;
    }

    /** DESCRIBE prints the types that the table was made of, so that its output makes the same table again. */
    private static void checkDescription(Connection connection, List<Column> columns) throws SQLException {
        List<List<Object>> description = Rows.of(connection, "DESCRIBE t");
        List<String> types = columns.stream().map(Column::type).toList();
        assertThat(description.stream().skip(1).map(row -> row.get(1)).toList()).isEqualTo(types);
    }
}
