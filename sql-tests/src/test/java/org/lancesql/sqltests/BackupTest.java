package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final int BACKUPS = 4;

    @TempDir
    private Path directory;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection(url("db"));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private String url(String database) {
        return "jdbc:lance:" + directory.resolve(database);
    }

    private void execute(String... statements) throws SQLException {
        execute(connection, statements);
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void backup(String target) throws SQLException {
        execute("BACKUP DATABASE TO '" + directory.resolve(target) + "'");
    }

    private static List<List<Object>> rows(Connection connection, String query) throws SQLException {
        return Rows.of(connection, query);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .sorted()
                    .toList();
        }
    }

    private void makeDatabase() throws SQLException {
        execute(
                "CREATE TABLE item (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name VARCHAR(20) NOT NULL)",
                "INSERT INTO item (name) VALUES ('bolt'), ('nut'), ('cog')",
                "CREATE INDEX by_id ON item (id)",
                "DELETE FROM item WHERE name = 'nut'",
                "CREATE TABLE \"Größe\" (v DOUBLE)",
                "INSERT INTO \"Größe\" VALUES (1.5)",
                "CREATE TABLE empty_one (a INT)",
                "CREATE VIEW names AS SELECT name FROM item",
                "CREATE TABLE gone (a INT)",
                "DROP TABLE gone");
    }

    @Test
    void copyIsADatabaseOfItsOwn() throws SQLException {
        makeDatabase();
        backup("copy");
        execute("INSERT INTO item (name) VALUES ('later')", "DROP TABLE empty_one", "DROP VIEW names");
        try (Connection copy = DriverManager.getConnection(url("copy"))) {
            assertThat(rows(copy, "SELECT name FROM names ORDER BY name"))
                    .containsExactly(List.of("bolt"), List.of("cog"));
            assertThat(rows(copy, "SELECT v FROM \"Größe\"")).containsExactly(List.of(1.5));
            assertThat(rows(copy, "SELECT * FROM empty_one")).isEmpty();
            assertThat(rows(copy, "SELECT * FROM information_schema.lancesql_trash"))
                    .isEmpty();
            assertThat(rows(copy, "SHOW INDEXES FROM item").toString()).contains("by_id");
            assertThat(rows(copy, "SELECT name FROM item WHERE id = 3")).containsExactly(List.of("cog"));
            execute(copy, "INSERT INTO item (name) VALUES ('new')", "UPDATE item SET name = 'gear' WHERE id = 3");
            assertThat(rows(copy, "SELECT count(DISTINCT id), count(*) FROM item")
                            .toString())
                    .isEqualTo("[[3, 3]]");
            assertThatThrownBy(() -> execute(copy, "INSERT INTO item (name) VALUES (NULL)"))
                    .isInstanceOf(SQLException.class);
            assertThat(rows(copy, "SELECT name FROM item WHERE id = 3")).containsExactly(List.of("gear"));
        }
        assertThat(rows(connection, "SELECT name FROM item ORDER BY id"))
                .containsExactly(List.of("bolt"), List.of("cog"), List.of("later"));
    }

    @Test
    void copyOfACopyIsTheSame() throws SQLException, IOException {
        makeDatabase();
        backup("one");
        try (Connection one = DriverManager.getConnection(url("one"))) {
            execute(one, "BACKUP DATABASE TO '" + directory.resolve("two") + "'");
        }
        List<Path> files = files(directory.resolve("one"));
        files = files.stream().filter(file -> !file.toString().contains("hint")).toList();
        assertThat(files(directory.resolve("two"))).containsExactlyElementsOf(files);
        for (Path file : files) {
            assertThat(directory.resolve("two").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("one").resolve(file));
        }
    }

    @Test
    void readOnlyConnectionMayBackUpAndWritesNothingIntoTheDatabase() throws Exception {
        makeDatabase();
        connection.close();
        List<Path> before = files(directory.resolve("db"));
        try (Connection reader = DriverManager.getConnection(url("db") + "?readOnly=true")) {
            execute(reader, "BACKUP DATABASE TO '" + directory.resolve("copy") + "'");
        }
        assertThat(files(directory.resolve("db"))).isEqualTo(before);
        try (Connection copy = DriverManager.getConnection(url("copy"))) {
            assertThat(Rows.count(copy, "SELECT count(*) FROM item")).isEqualTo(2);
        }
    }

    @Test
    void emptyDatabaseHasACopyToo() throws SQLException {
        backup("copy");
        try (Connection copy = DriverManager.getConnection(url("copy"))) {
            assertThat(rows(copy, "SHOW TABLES")).isEmpty();
            execute(copy, "CREATE TABLE t (a INT)");
        }
    }

    /** Each transfer moves one unit from one table's row to another table's, and notes it in the first table's version. */
    @Test
    void copyMadeBesideWritersIsOfOneMoment() throws Exception {
        execute("CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT)", "INSERT INTO t VALUES (1, 1000), (2, 0)");
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                writers.add(threads.submit(() -> transfer(ended)));
            }
            for (int i = 0; i < BACKUPS; i++) {
                backup("copy" + i);
                try (Connection copy = DriverManager.getConnection(url("copy" + i))) {
                    assertThat(Rows.count(copy, "SELECT sum(n) FROM t")).isEqualTo(1000);
                    execute(copy, "UPDATE t SET n = 0");
                    assertThat(Rows.count(copy, "SELECT sum(n) FROM t")).isZero();
                }
            }
            ended.set(true);
            long transfers = 0;
            for (Future<Long> writer : writers) {
                transfers += writer.get(60, TimeUnit.SECONDS);
            }
            assertThat(Rows.count(connection, "SELECT n FROM t WHERE id = 2")).isEqualTo(transfers);
        } finally {
            ended.set(true);
            threads.shutdownNow();
        }
    }

    private long transfer(AtomicBoolean ended) throws SQLException {
        long done = 0;
        try (Connection writer = DriverManager.getConnection(url("db"))) {
            while (!ended.get()) {
                try {
                    execute(writer, "UPDATE t SET n = CASE id WHEN 1 THEN n - 1 ELSE n + 1 END");
                    done++;
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("40001");
                }
            }
        }
        return done;
    }

    @Test
    void cancelledBackupLeavesNothing() throws Exception {
        makeDatabase();
        try (Statement statement = connection.createStatement()) {
            AtomicBoolean ended = new AtomicBoolean();
            Thread canceller = new Thread(() -> {
                while (!ended.get()) {
                    try {
                        statement.cancel();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                    Thread.onSpinWait();
                }
            });
            canceller.start();
            try {
                assertThatThrownBy(() -> statement.execute("BACKUP DATABASE TO '" + directory.resolve("copy") + "'"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            } finally {
                ended.set(true);
                canceller.join();
            }
        }
        assertThat(directory.resolve("copy")).doesNotExist();
    }

    @Test
    void backupIntoADirectoryWithSomethingInItIsRefused() throws Exception {
        makeDatabase();
        Path file = Files.writeString(
                Files.createDirectory(directory.resolve("full")).resolve("x"), "x");
        for (String target : List.of("full", "db", "db/inside")) {
            assertThatThrownBy(() -> backup(target))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
        }
        assertThat(file).exists();
        assertThat(directory.resolve("db/inside")).doesNotExist();
    }
}
