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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that create, drop, take back, replace and fill the same tables at once: no acknowledged row is lost, no table
 * appears twice, and none is half of one.
 *
 * <p>{@code -Dlancesql.race.statements=20000} makes each test several minutes.
 */
class PlaceRaceTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final long STATEMENTS = Long.getLong("lancesql.race.statements", 80);
    private static final long MOST_SECONDS = 3600;
    private static final int PROGRAMS = 3;
    private static final int KILLS = 3;
    private static final int MOST_LINES_BEFORE_KILL = 40;
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

    private ChildProgram start(String role, long statements) throws IOException {
        started++;
        ChildProgram child = new ChildProgram(
                PlaceRacer.class,
                directory,
                MOST_SECONDS,
                List.of(
                        "jdbc:lance:" + database(),
                        String.valueOf(started * ROWS_OF_ONE),
                        String.valueOf(statements),
                        String.valueOf(SEED + started),
                        role));
        assertThat(child.readLine()).as(child.errors()).isEqualTo("ready");
        return child;
    }

    private void read(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "inserting" -> tried.add(Long.parseLong(words[1]));
            case "inserted" -> acknowledged.add(Long.parseLong(words[1]));
            case "created" -> created++;
            case "replaced" -> replaced++;
            default -> assertThat(line).isIn("dropped", "undropped");
        }
    }

    @Test
    void everyTableAndRowIsInThePlaceWhereItsLastMoveHasPutIt() throws Exception {
        System.out.println("seed " + SEED);
        race("places", 0);
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
        race("places", KILLS);
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database())) {
            List<Long> found = rows(connection, takeAllBack(connection));
            assertThat(found).doesNotHaveDuplicates().containsAll(acknowledged);
            assertThat(tried).containsAll(found);
            assertThat(found.size() - acknowledged.size())
                    .as("rows whose acknowledgement a kill has cut off")
                    .isLessThanOrEqualTo(KILLS);
        }
    }

    @Test
    void replacingByACopyLosesNoRow() throws Exception {
        System.out.println("seed " + SEED);
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id BIGINT)");
        }
        race("replacing", 0);
        assertThat(replaced).as("replacements that won").isPositive();
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database())) {
            assertThat(rows(connection, List.of("t"))).containsExactlyElementsOf(acknowledged);
        }
        assertNothingIsHalf();
    }

    /** @param kills how many further programs are started, one after the other, and killed at some time */
    private void race(String role, int kills) throws Exception {
        Random random = new Random(SEED);
        List<ChildProgram> children = new ArrayList<>();
        try {
            for (int i = 0; i < PROGRAMS; i++) {
                children.add(start(role, STATEMENTS));
            }
            for (ChildProgram child : children) {
                child.go();
            }
            for (int kill = 0; kill < kills; kill++) {
                runAndKill(role, 1 + random.nextInt(MOST_LINES_BEFORE_KILL));
            }
            for (ChildProgram child : children) {
                child.readRest().forEach(this::read);
                child.join();
            }
        } finally {
            children.forEach(ChildProgram::close);
        }
        assertThat(acknowledged).isNotEmpty();
    }

    private void runAndKill(String role, int lines) throws Exception {
        try (ChildProgram victim = start(role, Long.MAX_VALUE)) {
            victim.go();
            for (int i = 0; i < lines; i++) {
                read(String.valueOf(victim.readLine()));
            }
            victim.kill();
            victim.readRest().forEach(this::read);
        }
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
