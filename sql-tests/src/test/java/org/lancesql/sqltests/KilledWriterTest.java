package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.sqltests.JournalWriter.Mode;

/**
 * A program that writes is killed at random: what was acknowledged is there, the rest whole or not at all.
 *
 * <p>{@code -Dlancesql.kill.rounds=5000} kills that often; {@code -Dlancesql.test.seed=...} kills at other moments.
 */
class KilledWriterTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final int ROUNDS = Integer.getInteger("lancesql.kill.rounds", 4);
    private static final int MOST_LINES = 100;
    private static final int MOST_NANOS = 20_000_000;
    private static final long CHILD_SECONDS = 180;
    private static final int ROUNDS_PER_DATABASE = 50;

    @TempDir
    private Path directory;

    @Test
    void acknowledgedUnitsAreThereAndOthersWholeOrNotAtAll() throws Exception {
        System.out.println("KilledWriterTest: seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; ) {
            String url = "jdbc:lance:" + Files.createDirectory(directory.resolve("db" + round)) + "?sync=os";
            Map<Mode, JournalCheck> journals = createJournals(url);
            for (int i = 0; i < ROUNDS_PER_DATABASE && round < ROUNDS; i++, round++) {
                writeUntilKilled(url, journals, random);
                try (Connection connection = DriverManager.getConnection(url)) {
                    for (Mode mode : Mode.values()) {
                        journals.get(mode).check(connection);
                        checkNextWrite(connection, mode.table());
                    }
                }
            }
            assertThat(journals.values())
                    .anySatisfy(journal -> assertThat(journal.acknowledged()).isPositive());
        }
    }

    private static Map<Mode, JournalCheck> createJournals(String url) throws SQLException {
        Map<Mode, JournalCheck> journals = new EnumMap<>(Mode.class);
        try (Connection connection = DriverManager.getConnection(url)) {
            for (Mode mode : Mode.values()) {
                execute(connection, "CREATE TABLE " + mode.table() + " (unit BIGINT, part INT)");
                execute(connection, "INSERT INTO " + mode.table() + " VALUES (-1, 0)");
                journals.put(mode, new JournalCheck(mode));
            }
        }
        return journals;
    }

    private void writeUntilKilled(String url, Map<Mode, JournalCheck> journals, Random random) throws Exception {
        int lines = 1 + random.nextInt(MOST_LINES);
        int nanos = random.nextInt(MOST_NANOS);
        List<String> arguments = new ArrayList<>(List.of(url));
        journals.values().forEach(journal -> arguments.add(String.valueOf(journal.nextUnit())));
        try (ChildProgram child = new ChildProgram(JournalWriter.class, directory, CHILD_SECONDS, arguments)) {
            for (int i = 0; i < lines; i++) {
                String line = child.readLine();
                assertThat(line).as("a line of a writer: " + child.errors()).isNotNull();
                read(line, journals);
            }
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            child.kill();
            child.readRest().forEach(line -> read(line, journals));
        }
    }

    private static void read(String line, Map<Mode, JournalCheck> journals) {
        String[] words = line.split(" ");
        journals.get(Mode.valueOf(words[1])).read(words[0], Long.parseLong(words[2]));
    }

    /** Nothing that was killed is in the way of what comes next. */
    private static void checkNextWrite(Connection connection, String table) throws SQLException {
        execute(connection, "UPDATE " + table + " SET part = part WHERE unit = -1");
        execute(connection, "INSERT INTO " + table + " VALUES (-2, 0)");
        assertThat(execute(connection, "DELETE FROM " + table + " WHERE unit = -2"))
                .isEqualTo(1);
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
