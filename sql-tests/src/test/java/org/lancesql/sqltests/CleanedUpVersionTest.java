package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else cleans up the versions that a session reads: it gets 72000 and the reason, never other rows. */
@ExtendWith(NoLeaks.class)
class CleanedUpVersionTest {
    private static final int ROWS = 100_000;
    private static final String SUM = "SELECT count(*), sum(id), sum(size) FROM t";
    private static final Schema SCHEMA = new Schema(List.of(number("id"), number("size")));

    @TempDir
    private Path directory;

    private ForeignWriter writer;
    private Connection connection;
    private Statement statement;

    private static Field number(String name) {
        return Field.nullable(name, new ArrowType.Int(Long.SIZE, true));
    }

    @BeforeEach
    void write() throws SQLException {
        writer = new ForeignWriter(directory);
        writer.create("t", SCHEMA, rows(1, ROWS), 10_000);
        writer.append("t", SCHEMA, rows(ROWS, ROWS + 1));
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
        statement = connection.createStatement();
    }

    private static Iterator<Object[]> rows(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(id -> new Object[] {id, 2 * id})
                .iterator();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        writer.close();
    }

    @Test
    void transactionLosesItsVersion() throws SQLException {
        connection.setAutoCommit(false);
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(ROWS);
        }
        cleanUp();
        assertRemoved(this::sum);
        connection.rollback();
        assertThat(sum()).isEqualTo("1 7 14");
    }

    @Test
    void sessionSnapshotLosesItsVersions() throws SQLException {
        statement.execute("SET SNAPSHOT AS OF '" + Instant.now() + "'");
        cleanUp();
        assertRemoved(this::sum);
        statement.execute("RESET SNAPSHOT");
        assertThat(sum()).isEqualTo("1 7 14");
    }

    /** What was opened before may be read to its end. */
    @Test
    void resultThatIsBeingReadIsWholeOrRefused() throws SQLException {
        statement.setFetchSize(100);
        long read = 0;
        try (ResultSet rows = statement.executeQuery("SELECT id, size FROM t")) {
            assertThat(rows.next()).isTrue();
            cleanUp();
            do {
                assertThat(rows.getLong(2)).isEqualTo(2 * rows.getLong(1));
                read++;
            } while (rows.next());
            assertThat(read).isEqualTo(ROWS);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.toString()).isEqualTo("72000");
        }
        assertThat(sum()).isEqualTo("1 7 14");
    }

    @Test
    void versionThatIsNamedByAnotherExecutionDoesNotExist() throws SQLException {
        try (PreparedStatement named = connection.prepareStatement(SUM + " FOR VERSION AS OF ?")) {
            named.setLong(1, 2);
            named.executeQuery().close();
            cleanUp();
            assertThatThrownBy(named::executeQuery)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"))
                    .hasMessageContaining("Table t has no version 2; version 3 exists.");
        }
    }

    @Test
    void versionWithATagStays() throws SQLException {
        statement.execute("CREATE TAG kept ON t FOR VERSION AS OF 2");
        statement.execute("SET SNAPSHOT AS OF TAG kept");
        String before = sum();
        cleanUp();
        assertThat(sum()).isEqualTo(before);
    }

    /** Makes version 3, of one row, and removes all others with their files. */
    private void cleanUp() {
        writer.overwrite("t", SCHEMA, rows(7, 8));
        writer.cleanUpBefore("t", 3);
    }

    private String sum() throws SQLException {
        try (ResultSet rows = statement.executeQuery(SUM)) {
            rows.next();
            return rows.getLong(1) + " " + rows.getLong(2) + " " + rows.getLong(3);
        }
    }

    private static void assertRemoved(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(e.toString()).isEqualTo("72000"))
                .hasMessageContaining("of table t was removed")
                .hasMessageContaining("cleaned up");
    }
}
