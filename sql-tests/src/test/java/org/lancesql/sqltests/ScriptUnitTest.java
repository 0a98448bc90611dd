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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a script may mix, and how its transactions begin and end. */
@Timeout(120)
class ScriptUnitTest {
    private static final int MIXED_MUTATION = 4001;

    @TempDir
    private Path directory;

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
        run("CREATE TABLE t (id INT); INSERT INTO t VALUES (1), (2)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private void run(String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    private long rows() throws SQLException {
        return Rows.count(connection, "SELECT count(*) FROM t");
    }

    private void isMix(String script) {
        assertThatThrownBy(() -> run(script))
                .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("0A000"))
                .extracting(SQLException::getErrorCode)
                .isEqualTo(MIXED_MUTATION);
    }

    @Test
    void scriptThatMixesDoesNotBegin() throws SQLException {
        isMix("INSERT INTO t VALUES (3); CREATE TABLE made (x INT); DELETE FROM t");
        isMix("INSERT INTO t VALUES (3); DELETE FROM nowhere");
        assertThat(rows()).isEqualTo(2);
        run("CREATE TABLE made (x INT)");
    }

    @Test
    void beginAndCommitDivideAScript() throws SQLException {
        run("INSERT INTO t VALUES (3); BEGIN; DELETE FROM t WHERE id = 1; COMMIT; INSERT INTO t VALUES (4), (5)");
        assertThat(rows()).isEqualTo(4);
        run("BEGIN; DELETE FROM t; ROLLBACK; INSERT INTO t VALUES (6)");
        assertThat(rows()).isEqualTo(5);
        isMix("COMMIT; BEGIN; INSERT INTO t VALUES (7); DELETE FROM t; COMMIT");
        assertThat(rows()).isEqualTo(5);
    }

    @Test
    void settingCountsFromWhereItStands() throws SQLException {
        run(
                "SET mixedMutations = allow; DELETE FROM t WHERE id = 1; INSERT INTO t VALUES (3), (4); RESET mixedMutations");
        assertThat(rows()).isEqualTo(3);
        isMix("SET mixed_mutations TO 'allow'; DELETE FROM t; RESET ALL; INSERT INTO t VALUES (3)");
        isMix("DELETE FROM t; SET mixedMutations = reject; INSERT INTO t VALUES (3)");
        assertThat(rows()).isEqualTo(3);
        isMix("DELETE FROM t; INSERT INTO t VALUES (3)");
    }

    @Test
    void savepointsRestoreTheKindsAlreadyBeforeTheScriptRuns() throws SQLException {
        run(
                "BEGIN; SAVEPOINT a; INSERT INTO t VALUES (3); ROLLBACK TO SAVEPOINT A; DELETE FROM t WHERE id = 1; COMMIT");
        assertThat(rows()).isEqualTo(1);
        run("BEGIN; SAVEPOINT a; INSERT INTO t VALUES (3)");
        isMix("SELECT 1; DELETE FROM t");
        run("ROLLBACK TO a; DELETE FROM t");
        assertThat(rows()).isZero();
        run("ROLLBACK");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void explainedStatementsDoNotCount() throws SQLException {
        run("EXPLAIN DELETE FROM t; INSERT INTO t VALUES (3)");
        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void scriptThatFailsIsUndoneWhereItWasNotCommitted() throws SQLException {
        assertThatThrownBy(() -> run("INSERT INTO t VALUES (3); INSERT INTO t VALUES (CAST('x' AS INT))"))
                .isInstanceOf(SQLException.class);
        assertThat(rows()).isEqualTo(2);
        assertThatThrownBy(() -> run("INSERT INTO t VALUES (3); CREATE TABLE made (x INT); INSERT INTO t VALUES (4);"
                        + " INSERT INTO made VALUES (1); INSERT INTO made VALUES (CAST('x' AS INT))"))
                .isInstanceOf(SQLException.class);
        assertThat(rows()).isEqualTo(3);
        assertThat(Rows.count(connection, "SELECT count(*) FROM made")).isZero();
    }

    @Test
    void deepStatementsRunInTransactions() throws SQLException {
        run("BEGIN; INSERT INTO t VALUES (3)");
        String deep = "(".repeat(3_000) + "id" + " + 0)".repeat(3_000);
        assertThat(Rows.count(connection, "SELECT count(*) FROM t WHERE " + deep + " > 1"))
                .isEqualTo(2);
        run("COMMIT");
    }
}
