package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.mutation.CommitStep;

/** Tables come and go while a transaction over two of them stands undecided in the log, because its program has died. */
class InterruptedTransactionPlacesTest {
    @TempDir
    private Path directory;

    private Connection connection;

    private static final class DeadProgram extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void interruptATransaction() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
        execute("CREATE TABLE giver (id INT, n BIGINT)");
        execute("CREATE TABLE taker (id INT, n BIGINT)");
        execute("INSERT INTO giver VALUES (1, 1000)");
        execute("INSERT INTO taker VALUES (1, 0)");
        CommitStep.observe(step -> {
            if (step == CommitStep.APPLIED) {
                throw new DeadProgram();
            }
        });
        try {
            assertThatThrownBy(() -> execute("UPDATE giver SET n = n - 1; UPDATE taker SET n = n + 1"))
                    .hasRootCauseInstanceOf(DeadProgram.class);
        } finally {
            CommitStep.observe(null);
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String query) throws SQLException {
        return Rows.count(connection, query);
    }

    @Test
    void dropDecidesTheTransactionFirst() throws SQLException {
        execute("DROP TABLE giver");
        assertThat(number("SELECT n FROM taker")).isEqualTo(1);
        execute("UNDROP TABLE giver");
        assertThat(number("SELECT n FROM giver")).isEqualTo(999);
        execute("UPDATE giver SET n = n - 1; UPDATE taker SET n = n + 1");
        assertThat(number("SELECT giver.n + 1000 * taker.n FROM giver CROSS JOIN taker"))
                .isEqualTo(2998);
    }

    @Test
    void replacementHasTheTransactionOrIsRefused() throws SQLException {
        try {
            execute("CREATE OR REPLACE TABLE giver AS SELECT id, n FROM giver");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("40001");
            execute("CREATE OR REPLACE TABLE giver AS SELECT id, n FROM giver");
        }
        assertThat(number("SELECT n FROM giver")).isEqualTo(999);
        assertThat(number("SELECT n FROM taker")).isEqualTo(1);
    }

    @Test
    void indexIsBuiltOfWhatIsDecided() throws SQLException {
        execute("CREATE INDEX by_n ON taker (n)");
        assertThat(number("SELECT count(*) FROM taker WHERE n = 1")).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM taker WHERE n = 0")).isZero();
        assertThat(number("SELECT n FROM giver")).isEqualTo(999);
        execute("DROP INDEX by_n ON taker");
    }
}
