package org.lancesql.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a program sees that connects with Avatica's thin client. */
class ThinClientTest {
    @RegisterExtension
    final ServerExtension extension = new ServerExtension();

    @Test
    void everyTypeTravelsWhole() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (tiny TINYINT, small SMALLINT, n INT, big BIGINT, f REAL, d DOUBLE,"
                    + " money DECIMAL(38, 4), flag BOOLEAN, name VARCHAR, bytes VARBINARY, day DATE, ms TIMESTAMP(3))");
            statement.executeUpdate("INSERT INTO t VALUES (-128, -32768, -2147483648, -9223372036854775808, 1.5, 1e300,"
                    + " 1234567890123456789012345678901234.5678, TRUE, 'gr\u00fcn', X'00FF', DATE '1969-12-31',"
                    + " TIMESTAMP '2024-02-29 12:34:56.789')");
            try (ResultSet row = statement.executeQuery("SELECT * FROM t")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getObject("tiny")).isEqualTo(-128);
                assertThat(row.getShort("small")).isEqualTo(Short.MIN_VALUE);
                assertThat(row.getObject("n")).isEqualTo(Integer.MIN_VALUE);
                assertThat(row.getObject("big")).isEqualTo(Long.MIN_VALUE);
                assertThat(row.getObject("f")).isEqualTo(1.5f);
                assertThat(row.getObject("d")).isEqualTo(1e300);
                assertThat(row.getBigDecimal("money"))
                        .isEqualTo(new BigDecimal("1234567890123456789012345678901234.5678"));
                assertThat(row.getObject("flag")).isEqualTo(true);
                assertThat(row.getString("name")).isEqualTo("gr\u00fcn");
                assertThat(row.getBytes("bytes")).containsExactly(0, 255);
                assertThat(row.getDate("day")).isEqualTo(Date.valueOf("1969-12-31"));
                assertThat(row.getTimestamp("ms")).isEqualTo(Timestamp.valueOf("2024-02-29 12:34:56.789"));
                assertThat(row.next()).isFalse();
            }
        }
    }

    @Test
    void timesFinerThanMillisecondsTravelAsTextWithAllDigits() throws SQLException {
        try (Connection connection = DriverManager.getConnection(extension.url("/sales?timeZone=UTC"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (us TIMESTAMP, ns TIMESTAMP(9), ti TIME(9), z TIMESTAMP WITH LOCAL TIME"
                    + " ZONE)");
            statement.executeUpdate("INSERT INTO t VALUES (TIMESTAMP '2024-02-29 12:34:56.123456', TIMESTAMP"
                    + " '2024-02-29 12:34:56.123456789', TIME '12:34:56.123456789', TIMESTAMP WITH LOCAL TIME ZONE"
                    + " '2024-02-29 12:34:56.123456')");
            try (ResultSet row = statement.executeQuery("SELECT * FROM t")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getObject(1)).isEqualTo("2024-02-29 12:34:56.123456");
                assertThat(row.getString(2)).isEqualTo("2024-02-29 12:34:56.123456789");
                assertThat(row.getString(3)).isEqualTo("12:34:56.123456789");
                assertThat(row.getString(4)).isEqualTo("2024-02-29 12:34:56.123456+00:00");
                assertThat(row.getMetaData().getColumnType(1)).isEqualTo(Types.VARCHAR);
                assertThat(row.getMetaData().getColumnTypeName(1)).isEqualTo("TIMESTAMP");
            }
        }
    }

    @Test
    void arraysTravelWithAllDigitsAndOtherNestedTypesAsText() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ARRAY[1, NULL, 3], ARRAY[CAST(1.50 AS DECIMAL(38, 2))],"
                        + " ARRAY['a', 'gr\u00fcn'], ARRAY[ARRAY[1.5e0, NULL], NULL], ROW(1, 'x'), MAP['k', 1]")) {
            assertThat(row.next()).isTrue();
            assertThat((Object[]) row.getArray(1).getArray()).containsExactly(1, null, 3);
            assertThat((Object[]) row.getArray(2).getArray()).containsExactly(new BigDecimal("1.50"));
            assertThat((Object[]) row.getArray(3).getArray()).containsExactly("a", "gr\u00fcn");
            try (Connection embedded = DriverManager.getConnection("jdbc:lance:");
                    Statement local = embedded.createStatement();
                    ResultSet expected =
                            local.executeQuery("SELECT ARRAY[ARRAY[1.5e0, NULL], NULL], ROW(1, 'x'), MAP['k', 1]")) {
                assertThat(expected.next()).isTrue();
                assertThat(row.getObject(4)).isEqualTo(expected.getString(1));
                assertThat(row.getObject(5)).isEqualTo(expected.getString(2));
                assertThat(row.getObject(6)).isEqualTo(expected.getString(3));
            }
        }
    }

    @Test
    void nullsOfEveryTypeAreNulls() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE t (a INT, b DECIMAL(9, 2), c DATE, d TIMESTAMP(3), e TIMESTAMP(9), f BOOLEAN,"
                            + " g VARBINARY, h VARCHAR, i TIME(3))");
            statement.executeUpdate("INSERT INTO t (a) VALUES (NULL)");
            try (ResultSet row = statement.executeQuery("SELECT * FROM t")) {
                assertThat(row.next()).isTrue();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    assertThat(row.getObject(i)).isNull();
                    assertThat(row.wasNull()).isTrue();
                    assertThat(row.getString(i)).isNull();
                }
            }
        }
    }

    @Test
    void parametersOfEverySetterArrive() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE t (a BIGINT, b DECIMAL(38, 6), c VARCHAR, d DATE, e TIMESTAMP(3), f BOOLEAN,"
                            + " g DOUBLE, h VARBINARY, i TIME(3), j TIMESTAMP(9))");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                insert.setLong(1, Long.MAX_VALUE);
                insert.setBigDecimal(2, new BigDecimal("12345678901234567890.123456"));
                insert.setString(3, "it's");
                insert.setDate(4, Date.valueOf("2020-01-02"));
                insert.setTimestamp(5, Timestamp.valueOf("2020-01-02 03:04:05.678"));
                insert.setBoolean(6, true);
                insert.setDouble(7, 0.1);
                insert.setBytes(8, new byte[] {0, -1});
                insert.setTime(9, Time.valueOf("01:02:03"));
                insert.setString(10, "2020-01-02 03:04:05.123456789");
                assertThat(insert.executeUpdate()).isEqualTo(1);
                for (int i = 1; i <= 10; i++) {
                    insert.setObject(i, null);
                }
                assertThat(insert.executeUpdate()).isEqualTo(1);
            }
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM t WHERE a = ?")) {
                select.setObject(1, Long.MAX_VALUE);
                try (ResultSet row = select.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getBigDecimal(2)).isEqualTo(new BigDecimal("12345678901234567890.123456"));
                    assertThat(row.getString(3)).isEqualTo("it's");
                    assertThat(row.getDate(4)).isEqualTo(Date.valueOf("2020-01-02"));
                    assertThat(row.getTimestamp(5)).isEqualTo(Timestamp.valueOf("2020-01-02 03:04:05.678"));
                    assertThat(row.getBoolean(6)).isTrue();
                    assertThat(row.getDouble(7)).isEqualTo(0.1);
                    assertThat(row.getBytes(8)).containsExactly(0, -1);
                    assertThat(row.getTime(9)).isEqualTo(Time.valueOf("01:02:03"));
                    assertThat(row.getString(10)).isEqualTo("2020-01-02 03:04:05.123456789");
                    assertThat(row.next()).isFalse();
                }
            }
        }
    }

    @Test
    void batchesGiveTheCountOfEachMember() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a INT NOT NULL)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                for (int i = 0; i < 3; i++) {
                    insert.setInt(1, i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
                insert.setObject(1, null);
                insert.addBatch();
                assertThatThrownBy(insert::executeBatch)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("23502"));
            }
            statement.addBatch("INSERT INTO t VALUES (7), (8)");
            statement.addBatch("INSERT INTO t VALUES (9)");
            assertThat(statement.executeBatch()).containsExactly(2, 1);
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(6);
            }
        }
    }

    @Test
    void anEmptyTextIsNoStatement() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(""))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("02000"))
                    .hasMessageContaining("holds no statement");
            assertThatThrownBy(() -> connection.prepareStatement(""))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("02000"));
        }
    }

    @Test
    void errorsHaveStateCodeAndMessageOfTheEmbeddedDriver() throws SQLException {
        String sql = "SELECT nam FROM t";
        try (Connection connection = extension.connect();
                Connection embedded = DriverManager.getConnection("jdbc:lance:" + extension.directory() + "/sales");
                Statement statement = connection.createStatement();
                Statement local = embedded.createStatement()) {
            statement.execute("CREATE TABLE t (name VARCHAR)");
            assertThatThrownBy(() -> local.executeQuery(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            expected -> assertThatThrownBy(() -> statement.executeQuery(sql))
                                    .isInstanceOfSatisfying(SQLException.class, error -> {
                                        assertThat(error.getSQLState()).isEqualTo(expected.getSQLState());
                                        assertThat(error.getErrorCode()).isEqualTo(expected.getErrorCode());
                                        assertThat(error.getMessage()).endsWith(expected.getMessage());
                                    }));
            // Of a text that cannot be prepared the client keeps the SQLSTATE, not the message.
            assertThatThrownBy(() -> connection.prepareStatement(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42703"));
        }
    }

    @Test
    void largeResultsArriveInOrderWhateverTheFetchSize() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
                    + " i < 25000) SELECT i FROM n");
            for (int fetchSize : new int[] {0, 7000, 100_000}) {
                statement.setFetchSize(fetchSize);
                try (ResultSet rows = statement.executeQuery("SELECT i FROM t ORDER BY i")) {
                    for (int i = 1; i <= 25_000; i++) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt(1)).isEqualTo(i);
                    }
                    assertThat(rows.next()).isFalse();
                }
            }
            statement.setMaxRows(3);
            try (ResultSet rows = statement.executeQuery("SELECT i FROM t")) {
                for (int i = 0; i < 3; i++) {
                    assertThat(rows.next()).isTrue();
                }
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void ofAScriptTheFirstResultIsReadAndAllOfItRuns() throws SQLException {
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (2); SELECT a FROM t"))
                    .isFalse();
            assertThat(statement.getUpdateCount()).isZero();
            assertThat(statement.getMoreResults()).isFalse();
            try (ResultSet rows = statement.executeQuery("SELECT SUM(a) FROM t; SELECT 1")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(3);
            }
        }
    }

    @Test
    void thePathOfTheUrlOrThePropertyDatabaseChoosesTheDatabase() throws SQLException {
        try (Connection sales = extension.connect();
                Statement statement = sales.createStatement()) {
            statement.execute("CREATE TABLE t (a INT)");
        }
        Properties properties = new Properties();
        properties.setProperty("database", "other");
        try (Connection other = DriverManager.getConnection(extension.url(""), properties)) {
            assertThat(other.getCatalog()).isEqualTo("other");
        }
        try (Connection other = DriverManager.getConnection(extension.url("/other/"))) {
            assertThat(other.getCatalog()).isEqualTo("other");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(extension.url("/sails")))
                .isInstanceOfSatisfying(
                        AvaticaClientRuntimeException.class,
                        e -> assertThat(e.getSqlState()).isEqualTo("3D000"))
                .hasMessageContaining("no database \"sails\": there are other, sales");
        assertThatThrownBy(() -> DriverManager.getConnection(extension.url("")))
                .hasMessageContaining("name one behind the port");
    }

    @Test
    void optionsOfTheUrlAreThoseOfTheEmbeddedDriver() throws SQLException {
        try (Connection connection = DriverManager.getConnection(extension.url("/sales?readOnly=true"));
                Statement statement = connection.createStatement()) {
            assertThat(connection.isReadOnly()).isTrue();
            assertThatThrownBy(() -> statement.execute("CREATE TABLE t (a INT)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
        assertThatThrownBy(() -> DriverManager.getConnection(extension.url("/sales?readOnly=perhaps")))
                .hasMessageContaining("readOnly cannot be \"perhaps\"");
        assertThatThrownBy(() -> DriverManager.getConnection(extension.url("/sales?memoryLimit=1g")))
                .hasMessageContaining("A client cannot set \"memoryLimit\"");
        assertThatThrownBy(() -> DriverManager.getConnection(extension.url("/sales?readOnly=true&readOnly=false")))
                .hasMessageContaining("sets readOnly twice");
        assertThat(extension.server().connectionCount()).isZero();
    }
}
