package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes, each of which makes a version, with a copy of each state in memory: every version, moment and tag gives
 * back its state, with and without indexes, alone and joined with another one.
 *
 * <p>{@code -Dlancesql.versions=200} makes as many versions; {@code -Dlancesql.versions.seed=...} repeats a run.
 */
class VersionModelTest {
    private static final long SEED = Long.getLong("lancesql.versions.seed", 20261121);
    private static final int VERSIONS = Integer.getInteger("lancesql.versions", 40);
    private static final int KEYS = 60;
    private static final int GROUPS = 5;
    private static final int TAG_EACH = 7;

    private final SortedMap<Long, SortedMap<Integer, Integer>> states = new TreeMap<>();
    private final Random random = new Random(SEED);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyVersionGivesBackItsState(boolean indexed) throws SQLException {
        System.out.println("VersionModelTest: seed " + SEED);
        try (Connection connection =
                        DriverManager.getConnection("jdbc:lance:" + directory + "?sync=os&mergeFragments=0");
                Statement sql = connection.createStatement()) {
            sql.execute("SET TIME ZONE 'UTC'");
            create(sql, indexed);
            SortedMap<Integer, Integer> state = new TreeMap<>();
            while (states.size() < VERSIONS) {
                change(sql, state);
            }
            checkHistory(sql);
            checkVersions(sql);
            checkMoments(sql);
            checkJoins(sql);
        }
    }

    private void create(Statement sql, boolean indexed) throws SQLException {
        sql.execute("CREATE TABLE t (k INT" + (indexed ? " PRIMARY KEY" : "") + ", g INT)");
        states.put(1L, new TreeMap<>());
        if (indexed) {
            for (String column : List.of("k", "g")) {
                sql.execute("CREATE INDEX by_" + column + " ON t (" + column + ")");
                states.put(newest(sql), new TreeMap<>());
            }
        }
    }

    private static long newest(Statement sql) throws SQLException {
        return number(sql, "SELECT version FROM t$versions ORDER BY version DESC LIMIT 1");
    }

    private static long number(Statement sql, String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            assertThat(rows.next()).as(query).isTrue();
            return rows.getLong(1);
        }
    }

    /** Changes the table and its copy alike. */
    private void change(Statement sql, SortedMap<Integer, Integer> state) throws SQLException {
        int from = random.nextInt(KEYS);
        int to = from + 1 + random.nextInt(10);
        int group = random.nextInt(GROUPS);
        switch (random.nextInt(5)) {
            case 0, 1 -> insert(sql, state, from, to, group);
            case 2 -> {
                sql.execute("UPDATE t SET g = " + group + " WHERE k >= " + from + " AND k < " + to);
                state.subMap(from, to).replaceAll((key, old) -> group);
            }
            case 3 -> {
                sql.execute("DELETE FROM t WHERE g = " + group + " AND k < " + to);
                state.headMap(to).values().removeIf(value -> value == group);
            }
            default -> {
                sql.execute("MERGE INTO t USING (VALUES (" + from + ", " + group + ")) AS s (k, g) ON t.k = s.k"
                        + " WHEN MATCHED THEN UPDATE SET g = s.g WHEN NOT MATCHED THEN INSERT VALUES (s.k, s.g)");
                state.put(from, group);
            }
        }
        long version = newest(sql);
        states.put(version, new TreeMap<>(state));
        if (random.nextInt(TAG_EACH) == 0) {
            sql.execute("CREATE OR REPLACE TAG \"v" + version + "\" ON t FOR VERSION AS OF " + version);
        }
    }

    private static void insert(Statement sql, SortedMap<Integer, Integer> state, int from, int to, int group)
            throws SQLException {
        List<String> rows = new ArrayList<>();
        for (int key = from; key < to; key++) {
            if (state.putIfAbsent(key, group) == null) {
                rows.add("(" + key + ", " + group + ")");
            }
        }
        if (!rows.isEmpty()) {
            sql.execute("INSERT INTO t VALUES " + String.join(", ", rows));
        }
    }

    /** What the versions say of themselves is what became of the rows. */
    private void checkHistory(Statement sql) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(
                "SELECT version, total_rows, rows_added, rows_deleted, state FROM t$versions ORDER BY version DESC")) {
            while (rows.next()) {
                long version = rows.getLong(1);
                numbers.add(0, version);
                SortedMap<Integer, Integer> before = states.getOrDefault(version - 1, new TreeMap<>());
                SortedMap<Integer, Integer> after = states.get(version);
                assertThat(after).as("version " + version).isNotNull();
                assertThat(rows.getLong(2)).as("rows of version " + version).isEqualTo(after.size());
                assertThat(rows.getLong(3) - rows.getLong(4))
                        .as("rows added and deleted in version " + version)
                        .isEqualTo(after.size() - before.size());
                assertThat(rows.getString(5)).isEqualTo(version == states.lastKey() ? "CURRENT" : "SUPERSEDED");
            }
        }
        assertThat(numbers).containsExactlyElementsOf(states.keySet());
    }

    private void checkVersions(Statement sql) throws SQLException {
        for (Map.Entry<Long, SortedMap<Integer, Integer>> version : states.entrySet()) {
            String reference = "t FOR VERSION AS OF " + version.getKey();
            SortedMap<Integer, Integer> state = version.getValue();
            assertThat(rows(sql, "SELECT k, g FROM " + reference)).as(reference).isEqualTo(state);
            int key = random.nextInt(KEYS);
            assertThat(rows(sql, "SELECT k, g FROM " + reference + " WHERE k = " + key))
                    .as("key %d of %s", key, reference)
                    .isEqualTo(state.subMap(key, key + 1));
            int group = random.nextInt(GROUPS);
            assertThat(number(sql, "SELECT count(*) FROM " + reference + " WHERE g = " + group))
                    .as("group %d of %s", group, reference)
                    .isEqualTo(state.values().stream()
                            .filter(value -> value == group)
                            .count());
        }
    }

    private static SortedMap<Integer, Integer> rows(Statement sql, String query) throws SQLException {
        SortedMap<Integer, Integer> found = new TreeMap<>();
        try (ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                assertThat(found.put(rows.getInt(1), rows.getInt(2)))
                        .as("a second row of key " + rows.getInt(1) + " in " + query)
                        .isNull();
            }
        }
        return found;
    }

    /** The moment of a commit gives its version, the last nanosecond before the next one does too; so do tags. */
    private void checkMoments(Statement sql) throws SQLException {
        SortedMap<Long, Instant> moments = new TreeMap<>();
        Map<String, Long> tags = new HashMap<>();
        try (ResultSet rows = sql.executeQuery("SELECT version, committed_at, tags FROM t$versions")) {
            while (rows.next()) {
                moments.put(
                        rows.getLong(1), rows.getObject(2, OffsetDateTime.class).toInstant());
                if (rows.getString(3) != null) {
                    tags.put(rows.getString(3), rows.getLong(1));
                }
            }
        }
        assertThat(tags).isNotEmpty();
        for (Map.Entry<String, Long> tag : tags.entrySet()) {
            assertThat(rows(sql, "SELECT k, g FROM t FOR VERSION AS OF '" + tag.getKey() + "'"))
                    .as("tag " + tag.getKey())
                    .isEqualTo(states.get(tag.getValue()));
        }
        for (Map.Entry<Long, Instant> moment : moments.entrySet()) {
            checkMoment(sql, moment.getKey(), moment.getValue());
            Instant next = moments.get(moment.getKey() + 1);
            if (next != null && next.isAfter(moment.getValue())) {
                checkMoment(sql, moment.getKey(), next.minusNanos(1));
            }
        }
    }

    private void checkMoment(Statement sql, long version, Instant moment) throws SQLException {
        String literal = "TIMESTAMP '"
                + LocalDateTime.ofInstant(moment, ZoneOffset.UTC).toString().replace('T', ' ') + "'";
        assertThat(rows(sql, "SELECT k, g FROM t FOR SYSTEM_TIME AS OF " + literal))
                .as("version %d as of %s", version, literal)
                .isEqualTo(states.get(version));
    }

    /** What changed between two versions, by a join of both. */
    private void checkJoins(Statement sql) throws SQLException {
        List<Long> numbers = new ArrayList<>(states.keySet());
        for (int i = 0; i < numbers.size(); i++) {
            long left = numbers.get(random.nextInt(numbers.size()));
            long right = numbers.get(random.nextInt(numbers.size()));
            String both =
                    "t FOR VERSION AS OF " + left + " AS a JOIN t FOR VERSION AS OF " + right + " AS b ON a.k = b.k";
            SortedMap<Integer, Integer> common = new TreeMap<>(states.get(left));
            common.keySet().retainAll(states.get(right).keySet());
            assertThat(rows(sql, "SELECT a.k, a.g FROM " + both)).as(both).isEqualTo(common);
            common.entrySet()
                    .removeIf(row -> row.getValue().equals(states.get(right).get(row.getKey())));
            assertThat(rows(sql, "SELECT a.k, a.g FROM " + both + " WHERE a.g <> b.g"))
                    .as("changed rows of " + both)
                    .isEqualTo(common);
        }
    }
}
