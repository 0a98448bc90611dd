package org.lancesql.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Versions that parameters and URLs name, through the server and so through the embedded driver behind it. */
class TimeTravelParametersTest {
    @RegisterExtension
    final ServerExtension extension = new ServerExtension();

    private Connection connection;
    private Instant afterFirst;

    @BeforeEach
    void makeVersions() throws SQLException {
        connection = extension.connect();
        execute("CREATE TABLE t (i INTEGER)");
        execute("INSERT INTO t VALUES (1)");
        afterFirst = laterMillisecond();
        execute("INSERT INTO t VALUES (2)");
        execute("CREATE TAG gold ON t FOR VERSION AS OF 2");
        execute("CREATE OR REPLACE TABLE t AS SELECT i, 'x' AS s FROM t WHERE i = 2");
    }

    /** The thin client sends timestamps in milliseconds. */
    private static Instant laterMillisecond() {
        Instant moment = Instant.ofEpochMilli(System.currentTimeMillis() + 2);
        while (!Instant.now().isAfter(moment)) {
            Thread.onSpinWait();
        }
        return moment;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int columns(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getMetaData().getColumnCount() * 100 + rows.getInt(1);
        }
    }

    @Test
    void versionIsANumberAndATextIsATag() throws SQLException {
        try (PreparedStatement count =
                connection.prepareStatement("SELECT COUNT(*) FROM t FOR VERSION AS OF ? WHERE i >= ?")) {
            assertThat(count.getParameterMetaData().getParameterType(1)).isEqualTo(Types.BIGINT);
            count.setInt(2, 1);
            count.setInt(1, 3);
            assertThat(columns(count)).isEqualTo(102);
            count.setLong(1, 2);
            assertThat(columns(count)).isEqualTo(101);
            count.setBigDecimal(1, new BigDecimal("1"));
            assertThat(columns(count)).isEqualTo(100);
            count.setString(1, "gold");
            assertThat(columns(count)).isEqualTo(101);
            for (Object wrong : List.of("golf", 77L, 0L, new BigDecimal("1.5"), true)) {
                count.setObject(1, wrong);
                assertThat(catchThrowableOfType(SQLException.class, count::executeQuery)
                                .getSQLState())
                        .as("%s", wrong)
                        .isEqualTo("22023");
            }
        }
    }

    @Test
    void messageShowsWhatIsBoundInPlaceOfAVersion() throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("SELECT COUNT(*) FROM t FOR VERSION AS OF ?")) {
            count.setString(1, "");
            assertThat(catchThrowableOfType(SQLException.class, count::executeQuery)
                            .getMessage())
                    .contains("is ''; it takes the number of a version");
            count.setNull(1, Types.BIGINT);
            assertThat(catchThrowableOfType(SQLException.class, count::executeQuery)
                            .getMessage())
                    .contains("is NULL; it takes the number of a version");
        }
    }

    @Test
    void urlThatNamesNoTagIsRefused() {
        String url = extension.url("/sales?asOf=tag:");
        assertThat(catchThrowableOfType(Exception.class, () -> DriverManager.getConnection(url)))
                .hasMessageContaining("asOf names no tag");
    }

    @Test
    void momentIsOfAnyTypeThatHasOne() throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("SELECT COUNT(*) FROM t TIMESTAMP AS OF ?")) {
            count.setTimestamp(1, Timestamp.from(afterFirst));
            assertThat(columns(count)).isEqualTo(101);
            count.setString(1, afterFirst.toString());
            assertThat(columns(count)).isEqualTo(101);
            count.setTimestamp(1, Timestamp.from(afterFirst.minusSeconds(86_400)));
            assertThat(catchThrowableOfType(SQLException.class, count::executeQuery)
                            .getMessage())
                    .contains("Table t has no version as of");
        }
    }

    @Test
    void historyIsOfTheRowWhoseKeyIsBound() throws SQLException {
        execute("CREATE TABLE k (id BIGINT PRIMARY KEY, born DATE, n INT)");
        execute("INSERT INTO k VALUES (1, DATE '2026-03-01', 0), (2, DATE '2026-03-02', 0)");
        execute("UPDATE k SET n = 1 WHERE id = 2");
        try (PreparedStatement story =
                connection.prepareStatement("SELECT COUNT(*) FROM TABLE(history('k', KEY => ?)) WHERE _version > ?")) {
            assertThat(story.getParameterMetaData().getParameterType(1)).isEqualTo(Types.BIGINT);
            story.setInt(2, 0);
            for (Object key : List.of(1L, 1, "1", new BigDecimal("1"))) {
                story.setObject(1, key);
                assertThat(columns(story)).as("%s", key).isEqualTo(101);
            }
            story.setLong(1, 2);
            assertThat(columns(story)).isEqualTo(102);
            story.setInt(2, 2);
            assertThat(columns(story)).isEqualTo(101);
            story.setLong(1, 77);
            assertThat(columns(story)).isEqualTo(100);
            story.setNull(1, Types.BIGINT);
            assertThat(columns(story)).isEqualTo(100);
            execute("UPDATE k SET n = 2 WHERE id = 2");
            story.setLong(1, 2);
            assertThat(columns(story)).as("with a version more").isEqualTo(102);
        }
        try (PreparedStatement story =
                connection.prepareStatement("SELECT COUNT(*) FROM TABLE(history('k', born => ?, n => ?))")) {
            story.setDate(1, Date.valueOf("2026-03-02"));
            story.setInt(2, 0);
            assertThat(columns(story)).isEqualTo(103);
            story.setString(1, "today");
            assertThat(catchThrowableOfType(SQLException.class, story::executeQuery)
                            .getMessage())
                    .contains("Parameter 1");
        }
    }

    @Test
    void changesTakeTheStoryOfTheRowWhoseKeyIsBound() throws SQLException {
        execute("CREATE TABLE k (id BIGINT PRIMARY KEY, n INT)");
        execute("INSERT INTO k VALUES (1, 7), (2, 8)");
        try (PreparedStatement copy = connection.prepareStatement(
                "INSERT INTO t SELECT n, CAST(? AS VARCHAR) FROM TABLE(history('k', KEY => ?))")) {
            for (int id = 1; id <= 2; id++) {
                copy.setString(1, "of " + id);
                copy.setInt(2, id);
                assertThat(copy.executeUpdate()).isEqualTo(1);
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT i, s FROM t WHERE i > 6 ORDER BY i")) {
            for (int id = 1; id <= 2; id++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(6 + id);
                assertThat(rows.getString(2)).isEqualTo("of " + id);
            }
        }
    }

    @Test
    void sessionReadsTheMomentThatItsUrlNames() throws SQLException {
        try (Connection past = DriverManager.getConnection(extension.url("/sales?asOf=" + afterFirst));
                Statement statement = past.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(1);
            }
            try (ResultSet columns = past.getMetaData().getColumns(null, null, "t", null)) {
                assertThat(columns.next()).isTrue();
                assertThat(columns.next()).isFalse();
            }
            assertThat(catchThrowableOfType(SQLException.class, () -> statement.execute("DELETE FROM t"))
                            .getSQLState())
                    .isEqualTo("25006");
        }
    }
}
