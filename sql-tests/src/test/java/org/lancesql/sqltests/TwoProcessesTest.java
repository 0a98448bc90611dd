package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two programs with LanceSQL and one with the plain Lance SDK change one table for a while: no increment of a counter is
 * lost, no key is there twice, and no foreign row is missing.
 *
 * <p>{@code -Dlancesql.race.seconds=600} makes it ten minutes.
 */
class TwoProcessesTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final long SECONDS = Long.getLong("lancesql.race.seconds", 20);
    private static final long STARTING_SECONDS = 60;
    private static final long FIRST_FOREIGN = 1_000_000;
    private static final Schema SCHEMA = new Schema(List.of(
            new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
            Field.nullable("n", new ArrowType.Int(64, true)),
            Field.nullable("owner", ArrowType.Utf8.INSTANCE)));

    @TempDir
    private Path directory;

    private final Set<Long> foreignRows = new TreeSet<>();
    private final Map<Long, String> winners = new TreeMap<>();
    private long increments;
    private long lastKeyOfAll = Long.MAX_VALUE;

    @Test
    void noIncrementNoKeyAndNoForeignRowIsLost() throws Exception {
        Path database = Files.createDirectory(directory.resolve("db"));
        String url = "jdbc:lance:" + database;
        create(url);
        try (ForeignWriter foreign = new ForeignWriter(database);
                ChildProgram first = child(url, "first", SEED);
                ChildProgram second = child(url, "second", SEED + 1)) {
            assertThat(first.readLine()).as(first.errors()).isEqualTo("ready");
            assertThat(second.readLine()).as(second.errors()).isEqualTo("ready");
            first.go();
            second.go();
            writeUntilEnd(foreign, List.of(first, second));
            read("first", first);
            read("second", second);
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            check(connection);
        }
    }

    private ChildProgram child(String url, String name, long seed) throws Exception {
        return new ChildProgram(
                RacingWriter.class,
                directory,
                SECONDS + STARTING_SECONDS,
                List.of(url, name, String.valueOf(SECONDS), String.valueOf(seed)));
    }

    private static void create(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE c (id BIGINT PRIMARY KEY, n BIGINT, owner VARCHAR)");
            for (int counter = 0; counter < RacingWriter.COUNTERS; counter++) {
                statement.execute("INSERT INTO c VALUES (" + counter + ", 0, 'both')");
            }
        }
    }

    /** Appends all the time, deletes some of its rows now and then, and compacts. */
    private void writeUntilEnd(ForeignWriter foreign, List<ChildProgram> children) {
        long next = FIRST_FOREIGN;
        for (int turn = 1; children.stream().anyMatch(ChildProgram::isAlive); turn++) {
            List<Long> ids = LongStream.range(next, next + 3).boxed().toList();
            next += ids.size();
            foreign.append(
                    "c",
                    SCHEMA,
                    ids.stream().map(id -> new Object[] {id, 1, "foreign"}).iterator());
            foreignRows.addAll(ids);
            if (turn % 7 == 0 && retry(() -> foreign.delete("c", "id = " + ids.get(1)))) {
                foreignRows.remove(ids.get(1));
            }
            if (turn % 10 == 0) {
                retry(() -> foreign.compact("c"));
            }
        }
    }

    /** Whether a change went through that Lance gives up when others change the same fragment. */
    private static boolean retry(Runnable change) {
        try {
            change.run();
            return true;
        } catch (RuntimeException e) {
            if (String.valueOf(e.getMessage()).contains("conflict")) {
                return false;
            }
            throw e;
        }
    }

    private void read(String name, ChildProgram child) throws Exception {
        child.join();
        for (String line : child.readRest()) {
            String[] words = line.split(" ");
            long number = Long.parseLong(words[1]);
            switch (words[0]) {
                case "won" ->
                    assertThat(winners.put(number, name))
                            .as("who else won key " + number)
                            .isNull();
                case "tried" -> lastKeyOfAll = Math.min(lastKeyOfAll, number);
                case "counted" -> increments += number;
                default -> throw new AssertionError("unexpected output: " + line);
            }
        }
    }

    private void check(Connection connection) throws SQLException {
        assertThat(Rows.count(connection, "SELECT sum(n) FROM c WHERE id < " + RacingWriter.COUNTERS))
                .as("sum of the counters")
                .isEqualTo(increments)
                .isPositive();
        assertThat(Rows.of(connection, "SELECT id FROM c GROUP BY id HAVING count(*) > 1"))
                .as("keys that are there twice")
                .isEmpty();
        Map<Long, String> owners = new TreeMap<>();
        String keys = "SELECT id, owner FROM c WHERE id > " + RacingWriter.FIRST_KEY + " AND id < " + FIRST_FOREIGN;
        for (List<Object> row : Rows.of(connection, keys)) {
            owners.put(((BigDecimal) row.get(0)).longValueExact(), (String) row.get(1));
        }
        assertThat(owners).as("keys and who got them").isEqualTo(winners);
        assertThat(owners.keySet())
                .as("keys that both have tried")
                .containsAll(LongStream.rangeClosed(RacingWriter.FIRST_KEY + 1, lastKeyOfAll)
                        .boxed()
                        .toList());
        List<Long> foreign = new ArrayList<>();
        for (List<Object> row : Rows.of(connection, "SELECT id FROM c WHERE owner = 'foreign' ORDER BY id")) {
            foreign.add(((BigDecimal) row.get(0)).longValueExact());
        }
        assertThat(foreign).as("foreign rows").containsExactlyElementsOf(foreignRows);
    }
}
