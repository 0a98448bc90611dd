package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one connection's transaction sees of what another connection commits meanwhile. */
class IsolationTest {
    @TempDir
    private Path directory;

    private Connection one;
    private Connection two;

    @BeforeEach
    void connect() throws SQLException {
        one = DriverManager.getConnection("jdbc:lance:" + directory);
        two = DriverManager.getConnection("jdbc:lance:" + directory);
        execute(one, "CREATE TABLE t (id INT, n INT)");
        execute(one, "INSERT INTO t VALUES (1, 10), (2, 20)");
        execute(one, "CREATE TABLE u (id INT)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        one.close();
        two.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long sum(Connection connection) throws SQLException {
        return Rows.count(connection, "SELECT sum(n) FROM t");
    }

    private static void fails(Connection connection, String sql, String state) {
        assertThatThrownBy(() -> execute(connection, sql))
                .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                .extracting(SQLException::getSQLState)
                .isEqualTo(state);
    }

    @Test
    void onConflictThatMissesAKeyWhichOthersAddIsAConflict() throws SQLException {
        execute(one, "CREATE TABLE keyed (id INT PRIMARY KEY, n INT)");
        for (String action : new String[] {"DO NOTHING", "(id) DO UPDATE SET n = EXCLUDED.n"}) {
            execute(one, "BEGIN");
            execute(one, "INSERT INTO keyed VALUES (1, 1) ON CONFLICT " + action);
            execute(two, "INSERT INTO keyed VALUES (1, 2)");
            fails(one, "COMMIT", "40001");
            assertThat(Rows.count(one, "SELECT sum(n) FROM keyed")).isEqualTo(2);
            execute(two, "DELETE FROM keyed");
        }
        execute(one, "BEGIN");
        execute(one, "INSERT INTO keyed VALUES (1, 1)");
        execute(two, "INSERT INTO keyed VALUES (1, 2)");
        fails(one, "COMMIT", "23505");
    }

    @Test
    void pendingRowsAreSeenByNobodyElse() throws SQLException {
        execute(one, "BEGIN");
        execute(one, "UPDATE t SET n = n + 1");
        assertThat(sum(one)).isEqualTo(32);
        assertThat(sum(two)).isEqualTo(30);
        execute(one, "COMMIT");
        assertThat(sum(two)).isEqualTo(32);
    }

    @Test
    void repeatableReadSeesTheDatabaseAsAtItsFirstStatement() throws SQLException {
        execute(one, "BEGIN");
        execute(two, "UPDATE t SET n = 11 WHERE id = 1");
        assertThat(sum(one)).isEqualTo(31);
        execute(two, "UPDATE t SET n = 12 WHERE id = 1");
        execute(two, "INSERT INTO u VALUES (1)");
        execute(two, "CREATE TABLE later (x INT)");
        execute(two, "CREATE VIEW w AS SELECT 1 AS x");
        assertThat(sum(one)).isEqualTo(31);
        assertThat(Rows.count(one, "SELECT count(*) FROM u")).isZero();
        fails(one, "SELECT * FROM later", "42P01");
        fails(one, "SELECT * FROM w", "42P01");
        assertThat(Rows.count(one, "SELECT count(*) FROM information_schema.tables WHERE table_name IN ('later', 'w')"))
                .isZero();
        execute(one, "COMMIT");
        assertThat(sum(one)).isEqualTo(32);
        assertThat(Rows.count(one, "SELECT count(*) FROM later")).isZero();
    }

    @Test
    void repeatableReadKeepsColumnsThatOthersReplace() throws SQLException {
        execute(one, "BEGIN");
        assertThat(sum(one)).isEqualTo(30);
        execute(two, "CREATE OR REPLACE TABLE t (other VARCHAR)");
        assertThat(sum(one)).isEqualTo(30);
        execute(one, "ROLLBACK");
        fails(one, "SELECT n FROM t", "42703");
    }

    @Test
    void readCommittedSeesWhatEachStatementFinds() throws SQLException {
        execute(one, "BEGIN ISOLATION LEVEL READ COMMITTED");
        assertThat(sum(one)).isEqualTo(30);
        execute(two, "UPDATE t SET n = 12 WHERE id = 1");
        execute(two, "CREATE TABLE later (x INT)");
        assertThat(sum(one)).isEqualTo(32);
        assertThat(Rows.count(one, "SELECT count(*) FROM later")).isZero();
        execute(one, "COMMIT");
    }

    @Test
    void readCommittedKeepsATableThatItHasChanged() throws SQLException {
        execute(one, "SET isolation = 'READ COMMITTED'");
        execute(one, "BEGIN");
        execute(one, "UPDATE t SET n = 21 WHERE id = 2");
        execute(two, "UPDATE t SET n = 11 WHERE id = 1");
        execute(two, "INSERT INTO u VALUES (1)");
        assertThat(sum(one)).isEqualTo(31);
        assertThat(Rows.count(one, "SELECT count(*) FROM u")).isEqualTo(1);
        execute(one, "COMMIT");
        assertThat(sum(one)).isEqualTo(32);
    }

    @Test
    void changeOfTheSameRowIsAConflict() throws SQLException {
        execute(one, "BEGIN");
        execute(one, "UPDATE t SET n = n + 1 WHERE id = 1");
        execute(two, "UPDATE t SET n = n + 5 WHERE id = 1");
        fails(one, "COMMIT", "40001");
        assertThat(sum(one)).isEqualTo(35);
        execute(one, "ROLLBACK");
    }

    @Test
    void savepointsOfDifferentConnectionsAreTheirOwn() throws SQLException {
        execute(one, "BEGIN");
        execute(one, "SAVEPOINT a");
        execute(two, "BEGIN");
        fails(two, "ROLLBACK TO a", "3B001");
        execute(two, "ROLLBACK");
        execute(one, "ROLLBACK TO a");
        execute(one, "ROLLBACK");
    }
}
