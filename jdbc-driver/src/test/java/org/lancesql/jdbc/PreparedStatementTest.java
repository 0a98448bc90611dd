package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PreparedStatementTest {
    private static final String INSERT = "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private Connection connection;

    @BeforeEach
    void makeTable() throws SQLException {
        connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (i INTEGER, l BIGINT, d DECIMAL(12, 3), f DOUBLE, b BOOLEAN, s VARCHAR,"
                    + " dt DATE, tm TIME(3), ts TIMESTAMP(9))");
        }
    }

    private static String state(ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call).getSQLState();
    }

    @Test
    void planFollowsATableThatWasMadeAgainAtTheSameVersion() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE again AS SELECT 1 AS a, 'x' AS b");
            try (PreparedStatement all = connection.prepareStatement("SELECT * FROM again");
                    PreparedStatement pinned = connection.prepareStatement("SELECT * FROM again FOR VERSION AS OF 1")) {
                statement.execute("DROP TABLE again; CREATE TABLE again AS SELECT 'y' AS b, 2.5 AS c, 7 AS a");
                for (PreparedStatement query : List.of(all, pinned)) {
                    try (ResultSet rows = query.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getString("b")).isEqualTo("y");
                        assertThat(rows.getBigDecimal("c")).isEqualTo("2.5");
                        assertThat(rows.getInt("a")).isEqualTo(7);
                    }
                }
            }
        }
    }

    private ResultSet onlyRow() throws SQLException {
        ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM t");
        assertThat(rows.next()).isTrue();
        return rows;
    }

    @Test
    void setterOfEachTypeWritesWhatTheGetterReads() throws SQLException {
        LocalDateTime reading = LocalDateTime.of(2024, 2, 29, 13, 14, 15, 123_456_789);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, 42);
            insert.setLong(2, Long.MAX_VALUE);
            insert.setBigDecimal(3, new BigDecimal("123456789.125"));
            insert.setDouble(4, -0.5);
            insert.setBoolean(5, true);
            insert.setString(6, "größer 😀");
            insert.setDate(7, Date.valueOf("2024-02-29"));
            insert.setTime(8, Time.valueOf("13:14:15"));
            insert.setTimestamp(9, Timestamp.valueOf(reading));
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        try (ResultSet row = onlyRow()) {
            assertThat(row.getObject("i")).isEqualTo(42);
            assertThat(row.getLong("l")).isEqualTo(Long.MAX_VALUE);
            assertThat(state(() -> row.getInt("l"))).isEqualTo("22003");
            assertThat(row.getBigDecimal("d")).isEqualTo("123456789.125");
            assertThat(row.getDouble("f")).isEqualTo(-0.5);
            assertThat(row.getBoolean("b")).isTrue();
            assertThat(row.getString("s")).isEqualTo("größer 😀");
            assertThat(row.getDate("dt")).isEqualTo(Date.valueOf("2024-02-29"));
            assertThat(row.getTime("tm")).isEqualTo(Time.valueOf("13:14:15"));
            assertThat(row.getTimestamp("ts")).isEqualTo(Timestamp.valueOf(reading));
            assertThat(row.getObject("ts", LocalDateTime.class)).isEqualTo(reading);
        }
    }

    @Test
    void objectsOfJavaTimeAndConversionsToATargetType() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, "17", Types.INTEGER);
            insert.setObject(2, 17L);
            insert.setObject(3, 1.5, JDBCType.DECIMAL, 3);
            insert.setObject(4, 2.25f);
            insert.setObject(5, 1, Types.BOOLEAN);
            UUID uuid = UUID.randomUUID();
            insert.setObject(6, uuid);
            insert.setObject(7, LocalDate.of(2024, 2, 29));
            insert.setObject(8, LocalTime.of(1, 2, 3, 4_000_000));
            insert.setObject(9, LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4));
            insert.execute();
            assertThat(insert.getUpdateCount()).isEqualTo(1);
            try (ResultSet row = onlyRow()) {
                assertThat(row.getInt(1)).isEqualTo(17);
                assertThat(row.getBigDecimal(3)).isEqualTo("1.500");
                assertThat(row.getDouble(4)).isEqualTo(2.25);
                assertThat(row.getBoolean(5)).isTrue();
                assertThat(row.getObject(6, UUID.class)).isEqualTo(uuid);
                assertThat(row.getObject(7, LocalDate.class)).isEqualTo("2024-02-29");
                assertThat(row.getObject(8, LocalTime.class)).isEqualTo("01:02:03.004");
                assertThat(row.getObject(9, LocalDateTime.class)).isEqualTo("2024-02-29T01:02:03.000000004");
            }
            assertThat(state(() -> insert.setObject(1, "x", Types.INTEGER))).isEqualTo("22018");
            assertThat(state(() -> insert.setObject(1, 1e30, Types.INTEGER))).isEqualTo("22003");
            assertThat(state(() -> insert.setObject(7, "x", Types.DATE))).isEqualTo("22007");
            assertThat(state(() -> insert.setObject(1, new Object()))).isEqualTo("07006");
        }
    }

    @Test
    void nullsStreamsReadersAndCalendars() throws Exception {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int i = 1; i <= 9; i++) {
                insert.setNull(i, Types.NULL);
            }
            insert.setCharacterStream(6, new StringReader("read from a stream"), 4);
            Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
            insert.setTimestamp(9, Timestamp.from(java.time.Instant.parse("2024-01-01T00:00:00Z")), tokyo);
            insert.executeUpdate();
            try (ResultSet row = onlyRow()) {
                assertThat(row.getObject(1)).isNull();
                assertThat(row.wasNull()).isTrue();
                assertThat(row.getDate(7)).isNull();
                assertThat(row.getString(6)).isEqualTo("read");
                assertThat(row.getObject(9, LocalDateTime.class)).isEqualTo("2024-01-01T09:00:00");
                assertThat(row.getTimestamp(9, tokyo).toInstant()).isEqualTo("2024-01-01T00:00:00Z");
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bin (v VARBINARY)");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO bin VALUES (?)")) {
            insert.setBinaryStream(1, new ByteArrayInputStream(new byte[] {1, 2, 3}));
            insert.executeUpdate();
            insert.setBytes(1, new byte[] {4});
            insert.executeUpdate();
            java.sql.Blob blob = connection.createBlob();
            blob.setBytes(1, new byte[] {5, 6});
            insert.setBlob(1, blob);
            insert.executeUpdate();
        }
        List<String> values = new ArrayList<>();
        try (ResultSet rows = connection.createStatement().executeQuery("SELECT v FROM bin")) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        assertThat(values).containsExactlyInAnyOrder("010203", "04", "0506");
    }

    @Test
    void parametersMustBeBoundAndExist() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT * FROM t WHERE i = ? AND s = ?")) {
            query.setInt(1, 1);
            SQLException failure = catchThrowableOfType(SQLException.class, query::executeQuery);
            assertThat(failure.getSQLState()).isEqualTo("07002");
            assertThat((Throwable) failure).message().contains("Parameter 2");
            assertThat(state(() -> query.setInt(3, 1))).isEqualTo("07009");
            query.setString(2, "x");
            query.executeQuery().close();
            query.clearParameters();
            assertThat(state(query::executeQuery)).isEqualTo("07002");
            assertThat(state(() -> query.executeQuery("SELECT 1"))).isEqualTo("HY010");
            assertThat(state(() -> query.addBatch("SELECT 1"))).isEqualTo("HY010");
        }
    }

    @Test
    void statementIsExecutedAgainWithOtherParameters() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT CAST(? AS INTEGER) + 1")) {
            for (int i = 0; i < 3; i++) {
                query.setInt(1, i);
                ResultSet rows = query.executeQuery();
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void metadataDescribesColumnsAndParameters() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT i AS id, d, s FROM t WHERE d > ?")) {
            ResultSetMetaData columns = query.getMetaData();
            assertThat(columns.getColumnCount()).isEqualTo(3);
            assertThat(columns.getColumnLabel(1)).isEqualTo("id");
            assertThat(columns.getColumnName(1)).isEqualTo("i");
            assertThat(columns.getTableName(1)).isEqualTo("t");
            assertThat(columns.getSchemaName(1)).isEqualTo("main");
            assertThat(columns.getCatalogName(1)).isEqualTo(connection.getCatalog());
            assertThat(columns.getColumnType(2)).isEqualTo(Types.DECIMAL);
            assertThat(columns.getPrecision(2)).isEqualTo(12);
            assertThat(columns.getScale(2)).isEqualTo(3);
            assertThat(columns.getColumnClassName(2)).isEqualTo("java.math.BigDecimal");
            assertThat(columns.isNullable(3)).isEqualTo(ResultSetMetaData.columnNullable);
            assertThat(state(() -> columns.getColumnLabel(4))).isEqualTo("07009");
            ParameterMetaData parameters = query.getParameterMetaData();
            assertThat(parameters.getParameterCount()).isEqualTo(1);
            assertThat(parameters.getParameterType(1)).isEqualTo(Types.DECIMAL);
            assertThat(parameters.getParameterMode(1)).isEqualTo(ParameterMetaData.parameterModeIn);
            assertThat(state(() -> parameters.getParameterType(2))).isEqualTo("07009");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (i) VALUES (?)")) {
            assertThat(insert.getMetaData()).isNull();
        }
    }

    @Test
    void batchInsertsEachOfItsRows() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (i, s) VALUES (?, ?)")) {
            for (int i = 0; i < 3; i++) {
                insert.setInt(1, i);
                insert.setString(2, "row " + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
            assertThat(insert.executeLargeBatch()).isEmpty();
        }
        try (ResultSet rows =
                connection.createStatement().executeQuery("SELECT count(*), max(s) FROM t WHERE i IS NOT NULL")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(3);
            assertThat(rows.getString(2)).isEqualTo("row 2");
        }
    }

    @Test
    void scriptCannotBePrepared() {
        assertThat(state(() -> connection.prepareStatement("SELECT 1; SELECT 2")))
                .isEqualTo("0A000");
        assertThat(state(() -> connection.prepareStatement("SELEC 1"))).isEqualTo("42601");
        assertThat(state(() -> connection.prepareStatement(""))).isEqualTo("02000");
    }
}
