package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that other programs filled, queried with no preparation. */
class ForeignDirectoryTest {
    private static final Schema ORDERS = ScalarTypes.schema("id BIGINT", "item VARCHAR");

    @TempDir
    private Path directory;

    private ForeignWriter writer;

    @BeforeEach
    void open() {
        writer = new ForeignWriter(directory);
    }

    @Test
    void everyScalarTypeIsRead() throws SQLException {
        writer.create("types", ScalarTypes.schema(), ScalarTypes.rows().iterator());
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM types WHERE id = 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getByte("i8")).isEqualTo((byte) -128);
            assertThat(rows.getShort("i16")).isEqualTo((short) -32768);
            assertThat(rows.getInt("i32")).isEqualTo(Integer.MIN_VALUE);
            assertThat(rows.getLong("i64")).isEqualTo(Long.MIN_VALUE);
            assertThat(rows.getShort("u8")).isEqualTo((short) 255);
            assertThat(rows.getInt("u16")).isEqualTo(65535);
            assertThat(rows.getLong("u32")).isEqualTo(4294967295L);
            assertThat(rows.getBigDecimal("u64")).isEqualTo(new BigDecimal("18446744073709551615"));
            assertThat(rows.getFloat("f32")).isEqualTo(1.5f);
            assertThat(rows.getDouble("f64")).isEqualTo(-2.25);
            assertThat(rows.getBigDecimal("dec10")).isEqualTo(new BigDecimal("-12345678.90"));
            assertThat(rows.getBigDecimal("dec38"))
                    .isEqualTo(new BigDecimal("99999999999999999999999999999999.999999"));
            assertThat(rows.getBoolean("flag")).isTrue();
            assertThat(rows.getString("str")).isEqualTo("Grüße, 世界 😀");
            assertThat(rows.getString("large_str")).isEqualTo("large");
            assertThat(rows.getBytes("bin")).containsExactly(0, 127, -128, -1);
            assertThat(rows.getObject("date_day", LocalDate.class)).isEqualTo(LocalDate.of(2024, 2, 29));
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void timesKeepAllDigitsOfTheirUnit() throws SQLException {
        writer.create("types", ScalarTypes.schema(), ScalarTypes.rows().iterator());
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM types WHERE id = 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject("time_s", LocalTime.class)).isEqualTo(LocalTime.of(23, 59, 59));
            assertThat(rows.getObject("time_ms", LocalTime.class)).isEqualTo(LocalTime.parse("23:59:59.999"));
            assertThat(rows.getObject("time_us", LocalTime.class)).isEqualTo(LocalTime.parse("23:59:59.999999"));
            assertThat(rows.getObject("time_ns", LocalTime.class)).isEqualTo(LocalTime.parse("23:59:59.999999999"));
            LocalDateTime seconds = LocalDateTime.parse("2024-02-29T12:34:56");
            assertThat(rows.getObject("ts_s", LocalDateTime.class)).isEqualTo(seconds);
            assertThat(rows.getObject("ts_ms", LocalDateTime.class)).isEqualTo(seconds.withNano(123_000_000));
            assertThat(rows.getObject("ts_us", LocalDateTime.class)).isEqualTo(seconds.withNano(123_456_000));
            assertThat(rows.getObject("ts_ns", LocalDateTime.class)).isEqualTo(seconds.withNano(123_456_789));
            assertThat(rows.getTimestamp("ts_ns").getNanos()).isEqualTo(123_456_789);
            Instant instant = Instant.parse("2024-02-29T12:34:56.123456Z");
            assertThat(rows.getObject("ts_utc", OffsetDateTime.class).toInstant())
                    .isEqualTo(instant);
            assertThat(rows.getObject("ts_berlin", OffsetDateTime.class).toInstant())
                    .isEqualTo(instant);
        }
    }

    @Test
    void nullsOfEveryTypeAreRead() throws SQLException {
        writer.create("types", ScalarTypes.schema(), ScalarTypes.rows().iterator());
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM types WHERE id = 0")) {
            assertThat(rows.next()).isTrue();
            for (int column = 2; column <= rows.getMetaData().getColumnCount(); column++) {
                assertThat(rows.getObject(column))
                        .as(rows.getMetaData().getColumnLabel(column))
                        .isNull();
                assertThat(rows.wasNull()).isTrue();
            }
        }
    }

    @Test
    void eachVersionOfAForeignTableIsRead() throws SQLException {
        writer.create("orders", ORDERS, orders(1, 2, 3));
        writer.append("orders", ORDERS, orders(4, 5));
        writer.delete("orders", "id = 2");
        writer.addColumn("orders", "twice", "id * 2");
        try (Connection connection = connect()) {
            assertThat(ids(connection, "orders FOR VERSION AS OF 1")).containsExactly(1L, 2L, 3L);
            assertThat(ids(connection, "orders FOR VERSION AS OF 2")).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(ids(connection, "orders FOR VERSION AS OF 3")).containsExactly(1L, 3L, 4L, 5L);
            assertThat(ids(connection, "orders")).containsExactly(1L, 3L, 4L, 5L);
            assertThat(columns(connection, "orders FOR VERSION AS OF 3")).containsExactly("id", "item");
            assertThat(columns(connection, "orders")).containsExactly("id", "item", "twice");
            assertThat(Rows.count(connection, "SELECT sum(twice) FROM orders")).isEqualTo(26);
            assertThat(Rows.count(connection, "SELECT count(*) FROM orders FOR VERSION AS OF 2"))
                    .isEqualTo(5);
        }
    }

    @Test
    void whatAnotherProgramCommitsIsVisibleToTheNextStatement() throws SQLException {
        writer.create("orders", ORDERS, orders(1));
        try (Connection connection = connect()) {
            assertThat(ids(connection, "orders")).containsExactly(1L);
            writer.append("orders", ORDERS, orders(2));
            assertThat(ids(connection, "orders")).containsExactly(1L, 2L);
            writer.create("later", ORDERS, orders(7));
            assertThat(ids(connection, "later")).containsExactly(7L);
        }
    }

    @Test
    void emptyTableHasColumnsAndNoRows() throws SQLException {
        writer.createEmpty("nothing", ORDERS);
        try (Connection connection = connect()) {
            assertThat(columns(connection, "nothing")).containsExactly("id", "item");
            assertThat(Rows.count(connection, "SELECT count(*) FROM nothing")).isZero();
            assertThat(ids(connection, "nothing")).isEmpty();
        }
    }

    @Test
    void columnsThatCannotBeReadSayWhyAndLeaveTheOthersUsable() throws SQLException {
        FieldType json =
                new FieldType(true, ArrowType.Utf8.INSTANCE, null, Map.of("ARROW:extension:name", "arrow.json"));
        Schema schema = new Schema(List.of(
                Field.nullable("id", new ArrowType.Int(32, true)),
                new Field("jsons", FieldType.nullable(ArrowType.List.INSTANCE), List.of(new Field("item", json, null))),
                Field.nullable("wide", new ArrowType.Decimal(50, 2, 256))));
        writer.createEmpty("odd", schema);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO odd VALUES (1)")).isEqualTo(1);
            assertThatThrownBy(() -> statement.executeQuery("SELECT jsons FROM odd"))
                    .hasMessageContaining("Column jsons of table odd cannot be read: Lance cannot read JSON inside of"
                            + " other values; the other columns can be used");
            assertThatThrownBy(() -> statement.executeQuery("SELECT wide FROM odd"))
                    .hasMessageContaining("Column wide of table odd has the type Decimal(50, 2, 256)");
            try (ResultSet rows = statement.executeQuery("SELECT * FROM odd")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getMetaData().getColumnCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void otherFilesInTheDirectoryAreNoTables() throws Exception {
        writer.create("orders", ORDERS, orders(1));
        Files.writeString(directory.resolve("notes.txt"), "not a table");
        Files.writeString(directory.resolve("file.lance"), "a file, where a table is a directory");
        Files.createDirectories(directory.resolve(".hidden"));
        Files.createDirectories(directory.resolve("folder/inner.lance"));
        try (Connection connection = connect()) {
            assertThat(tables(connection)).containsExactly("orders");
            assertThat(ids(connection, "orders")).containsExactly(1L);
        }
    }

    @Test
    void damagedTableFailsAloneAndByName() throws Exception {
        writer.create("orders", ORDERS, orders(1));
        writer.create("broken", ORDERS, orders(1));
        truncateFiles(directory.resolve("broken.lance/_versions"));
        try (Connection connection = connect()) {
            assertThat(ids(connection, "orders")).containsExactly(1L);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> ids(connection, "broken"))
                    .withMessageContaining("broken")
                    .matches(
                            error -> error.getSQLState() != null
                                    && error.getSQLState().length() == 5,
                            "has a SQLSTATE");
            assertThat(ids(connection, "orders")).containsExactly(1L);
        }
    }

    @Test
    void readOnlyConnectionWritesNoByte() throws Exception {
        writer.create("orders", ORDERS, orders(1, 2));
        List<String> before = files();
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory + "?readOnly=true")) {
            assertThat(ids(connection, "orders")).containsExactly(1L, 2L);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> connection.createStatement().executeUpdate("INSERT INTO orders VALUES (3, 'x')"))
                    .matches(error -> error.getSQLState().equals("25006"), "is 25006");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> connection.createStatement().executeUpdate("CREATE TABLE t (a INT)"))
                    .matches(error -> error.getSQLState().equals("25006"), "is 25006");
        }
        assertThat(files()).isEqualTo(before);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:lance:" + directory);
    }

    private static Iterator<Object[]> orders(long... ids) {
        return Arrays.stream(ids)
                .mapToObj(id -> new Object[] {id, "item " + id})
                .iterator();
    }

    private static List<Long> ids(Connection connection, String table) throws SQLException {
        return Rows.of(connection, "SELECT id FROM " + table + " ORDER BY id").stream()
                .map(row -> ((BigDecimal) row.get(0)).longValueExact())
                .toList();
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                columns.add(rows.getMetaData().getColumnLabel(column));
            }
            return columns;
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (ResultSet rows = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
            return tables;
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<String> result = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                result.add(directory.relativize(file) + " " + Files.getLastModifiedTime(file) + " "
                        + (Files.isRegularFile(file) ? Files.size(file) : -1));
            }
            return result;
        }
    }

    private static void truncateFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.write(file, "cut".getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
