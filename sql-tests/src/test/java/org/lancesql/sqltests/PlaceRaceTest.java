package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that create, drop, take back, replace and fill the same tables at once: no acknowledged row is lost, no table
 * appears twice, and none is half of one.
 *
 * <p>{@code -Dlancesql.race.seconds=600} makes each test ten minutes.
 */
class PlaceRaceTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", System.nanoTime());
    private static final long SECONDS = Long.getLong("lancesql.race.seconds", 6);
    private static final long STARTING_SECONDS = 60;
    private static final int PROGRAMS = 3;
    private static final long ROWS_OF_ONE = 1_000_000;

    @TempDir
    private Path directory;

    private final Set<Long> tried = new TreeSet<>();
    private final Set<Long> acknowledged = new TreeSet<>();
    private long created;
    private long replaced;
    private int started;

    private Path database() throws IOException {
        return Files.createDirectories(directory.resolve("db"));
    }

    private ChildProgram start(String role, long seconds) throws IOException {
        started++;
        ChildProgram child = new ChildProgram(
                PlaceRacer.class,
                directory,
                seconds + STARTING_SECONDS,
                List.of(
                        "jdbc:lance:" + database(),
                        String.valueOf(started * ROWS_OF_ONE),
                        String.valueOf(seconds),
                        String.valueOf(SEED + started),
                        role));
        assertThat(child.readLine()).as(child.errors()).isEqualTo("ready");
        return child;
    }

    private void read(ChildProgram child) {
        for (String line : child.readRest()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "inserting" -> tried.add(Long.parseLong(words[1]));
                case "inserted" -> acknowledged.add(Long.parseLong(words[1]));
                case "created" -> created++;
                case "replaced" -> replaced++;
                case "dropped", "undropped" -> assertThat(created).isNotNegative();
                default -> throw new AssertionError("unexpected output: " + line);
            }
        }
    }

    @Test
    void everyTableAndRowIsInThePlaceWhereItsLastMoveHasPutIt() throws Exception {
        System.out.println("seed " + SEED);
        race("places", List.of());
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database())) {
            List<String> tables = takeAllBack(connection);
            assertThat(tables).as("tables, of which each was created once").hasSize(Math.toIntExact(created));
            assertThat(rows(connection, tables))
                    .as("rows of all tables, live and dropped")
                    .containsExactlyElementsOf(acknowledged);
        }
        assertNothingIsHalf();
    }

    @Test
    void killedProgramsLeaveNoHalfTable() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        List<Long> killsAfterMillis = new ArrayList<>();
        for (int kill = 0; kill < 3; kill++) {
            killsAfterMillis.add(200L + random.nextInt((int) TimeUnit.SECONDS.toMillis(SECONDS) / 4));
        }
        race("places", killsAfterMillis);
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database())) {
            List<Long> found = rows(connection, takeAllBack(connection));
            assertThat(found).doesNotHaveDuplicates().containsAll(acknowledged);
            assertThat(tried).containsAll(found);
            assertThat(found.size() - acknowledged.size())
                    .as("rows whose acknowledgement a kill has cut off")
                    .isLessThanOrEqualTo(killsAfterMillis.size());
        }
    }

    @Test
    void replacingByACopyLosesNoRow() throws Exception {
        System.out.println("seed " + SEED);
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id BIGINT)");
        }
        race("replacing", List.of());
        assertThat(replaced).as("replacements that won").isPositive();
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database())) {
            assertThat(rows(connection, List.of("t"))).containsExactlyElementsOf(acknowledged);
        }
        assertNothingIsHalf();
    }

    /** @param killsAfterMillis when a program is killed and the next one started, one after the other */
    private void race(String role, List<Long> killsAfterMillis) throws Exception {
        List<ChildProgram> children = new ArrayList<>();
        try {
            for (int i = 0; i < PROGRAMS; i++) {
                children.add(start(role, SECONDS));
            }
            for (ChildProgram child : children) {
                child.go();
            }
            for (long millis : killsAfterMillis) {
                TimeUnit.MILLISECONDS.sleep(millis); // the moment of the kill is what the test is about
                ChildProgram victim = children.remove(0);
                victim.kill();
                read(victim);
                children.add(start(role, SECONDS / 2));
                children.get(children.size() - 1).go();
            }
            for (ChildProgram child : children) {
                child.join();
                read(child);
            }
        } finally {
            children.forEach(ChildProgram::close);
        }
        assertThat(acknowledged).isNotEmpty();
    }

    /** Takes each table out of the trash under a name of its own; returns all tables. */
    private static List<String> takeAllBack(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>(names(
                connection,
                "SELECT table_name FROM information_schema.tables" + " WHERE table_schema = 'main' ORDER BY 1"));
        try (Statement statement = connection.createStatement()) {
            for (String dropped :
                    names(connection, "SELECT table_name FROM information_schema.lancesql_trash ORDER BY 1")) {
                String name = "back" + tables.size();
                statement.execute("UNDROP TABLE " + dropped + " AS " + name);
                tables.add(name);
            }
        }
        return tables;
    }

    private static List<String> names(Connection connection, String query) throws SQLException {
        return Rows.of(connection, query).stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    private static List<Long> rows(Connection connection, List<String> tables) throws SQLException {
        List<Long> ids = new ArrayList<>();
        for (String table : tables) {
            for (List<Object> row : Rows.of(connection, "SELECT id FROM " + table)) {
                ids.add(((BigDecimal) row.get(0)).longValueExact());
            }
        }
        ids.sort(null);
        return ids;
    }

    private void assertNothingIsHalf() throws IOException {
        try (Stream<Path> staging = Files.list(database().resolve("_lancesql/staging"))) {
            assertThat(staging).as("what was being made").isEmpty();
        }
    }
}
