package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Commits to one table have nothing to do with the transaction log. */
@ExtendWith(NoLeaks.class)
class SingleTableLogTest {
    private static final List<String> FILES_OF_TRANSACTIONS = List.of("txlog.lance", "plans", "history.lance");

    @TempDir
    private Path database;

    @Test
    void commitsToOneTableMakeNoLog() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database)) {
            execute(connection, "CREATE TABLE one (id BIGINT PRIMARY KEY, n INT)");
            changeOneTable(connection, 0);
            assertThat(transactionFiles()).isEmpty();
        }
    }

    @Test
    void commitsToOneTableWriteNothingToTheLog() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database)) {
            execute(connection, "CREATE TABLE one (id BIGINT PRIMARY KEY, n INT)");
            execute(connection, "CREATE TABLE two (id BIGINT, n INT)");
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO one VALUES (1000, 0)");
            execute(connection, "INSERT INTO two VALUES (1000, 0)");
            connection.commit();
            connection.setAutoCommit(true);
            SortedMap<String, String> before = transactionFiles();
            assertThat(before).isNotEmpty();
            changeOneTable(connection, 0);
            assertThat(transactionFiles()).isEqualTo(before);
        }
    }

    private static void changeOneTable(Connection connection, int first) throws SQLException {
        for (int id = first; id < first + 5; id++) {
            execute(connection, "INSERT INTO one VALUES (" + id + ", 0)");
            execute(connection, "UPDATE one SET n = n + 1 WHERE id = " + id);
        }
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO one VALUES (" + (first + 5) + ", 0)");
        execute(connection, "UPDATE one SET n = n + 1");
        connection.commit();
        connection.setAutoCommit(true);
        execute(connection, "DELETE FROM one WHERE n = 1");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private SortedMap<String, String> transactionFiles() throws IOException {
        SortedMap<String, String> files = FileTree.of(database);
        files.keySet()
                .removeIf(file ->
                        FILES_OF_TRANSACTIONS.stream().noneMatch(folder -> file.startsWith("_lancesql/" + folder)));
        return files;
    }
}
