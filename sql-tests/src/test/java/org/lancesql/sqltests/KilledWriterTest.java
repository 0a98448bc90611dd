package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that writes is killed at random: what was acknowledged is there, the rest whole or not at all.
 *
 * <p>{@code -Dlancesql.kill.rounds=5000} kills that often; {@code -Dlancesql.test.seed=...} kills at other moments.
 */
class KilledWriterTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final int ROUNDS = Integer.getInteger("lancesql.kill.rounds", JournalWriter.Mode.values().length);
    private static final int MOST_LINES = 40;
    private static final int MOST_NANOS = 20_000_000;
    private static final long CHILD_SECONDS = 60;
    private static final int ROUNDS_PER_TABLE = 100;

    @TempDir
    private Path directory;

    @Test
    void acknowledgedUnitsAreThereAndOthersWholeOrNotAtAll() throws Exception {
        System.out.println("KilledWriterTest: seed " + SEED);
        Random random = new Random(SEED);
        JournalWriter.Mode[] modes = JournalWriter.Mode.values();
        for (int round = 0; round < ROUNDS; ) {
            Path database = Files.createDirectory(directory.resolve("db" + round));
            String url = "jdbc:lance:" + database + "?sync=os";
            execute(url, "CREATE TABLE journal (unit BIGINT, part INT)");
            execute(url, "INSERT INTO journal VALUES (-1, 0)");
            JournalCheck journal = new JournalCheck();
            for (int i = 0; i < ROUNDS_PER_TABLE && round < ROUNDS; i++, round++) {
                writeUntilKilled(url, modes[round % modes.length], journal, random);
                try (Connection connection = DriverManager.getConnection(url)) {
                    journal.check(connection);
                }
                checkNextWrite(url);
            }
            assertThat(journal.acknowledged()).isPositive();
        }
    }

    private void writeUntilKilled(String url, JournalWriter.Mode mode, JournalCheck journal, Random random)
            throws Exception {
        int lines = 1 + random.nextInt(MOST_LINES);
        int nanos = random.nextInt(MOST_NANOS);
        List<String> arguments = List.of(url, mode.name(), String.valueOf(journal.nextUnit()));
        try (ChildProgram child = new ChildProgram(JournalWriter.class, directory, CHILD_SECONDS, arguments)) {
            for (int i = 0; i < lines; i++) {
                String line = child.readLine();
                assertThat(line)
                        .as("a line of a writer in mode " + mode + ": " + child.errors())
                        .isNotNull();
                journal.read(line, mode);
            }
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            child.kill();
            child.readRest().forEach(line -> journal.read(line, mode));
        }
    }

    /** Nothing that was killed is in the way of what comes next. */
    private static void checkNextWrite(String url) throws SQLException {
        execute(url, "UPDATE journal SET part = part WHERE unit = -1");
        execute(url, "INSERT INTO journal VALUES (-2, 0)");
        assertThat(execute(url, "DELETE FROM journal WHERE unit = -2")).isEqualTo(1);
    }

    private static int execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
