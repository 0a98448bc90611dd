package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the writers of one mode said that they did, and whether it is so. */
final class JournalCheck {
    private static final long COUNTER = -1;

    private final JournalWriter.Mode mode;
    private final Set<Long> begun = new HashSet<>();
    private final Set<Long> done = new HashSet<>();
    private long lastUnit;

    JournalCheck(JournalWriter.Mode mode) {
        this.mode = mode;
    }

    /** Takes what a {@link JournalWriter} said of a unit of this mode. */
    void read(String what, long unit) {
        switch (what) {
            case "begin" -> {
                begun.add(unit);
                lastUnit = Math.max(lastUnit, unit);
            }
            case "done" -> done.add(unit);
            default -> throw new AssertionError("unexpected output: " + what + " " + unit);
        }
    }

    /** A number behind all units. */
    long nextUnit() {
        return lastUnit + 1;
    }

    int acknowledged() {
        return done.size();
    }

    /** Acknowledged units are there, others whole or not at all, and nothing twice. */
    void check(Connection connection) throws SQLException {
        Map<Long, Map<Integer, Integer>> units = read(connection);
        Map<Integer, Integer> counter = units.remove(COUNTER);
        assertThat(begun).as("units that are there").containsAll(units.keySet());
        assertThat(units.keySet()).as("acknowledged units").containsAll(done);
        units.forEach((unit, parts) -> {
            assertThat(parts.keySet())
                    .as("parts of unit %d", unit)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, mode.parts()).boxed().toList());
            assertThat(parts.values())
                    .as("copies of the parts of unit %d", unit)
                    .containsOnly(1);
        });
        int committed = mode == JournalWriter.Mode.TRANSACTION ? units.size() : 0;
        assertThat(counter).as("counter of transactions").isEqualTo(Map.of(committed, 1));
    }

    /** How often each part of each unit is there. */
    private Map<Long, Map<Integer, Integer>> read(Connection connection) throws SQLException {
        Map<Long, Map<Integer, Integer>> units = new TreeMap<>();
        for (List<Object> row : Rows.of(connection, "SELECT unit, part FROM " + mode.table())) {
            units.computeIfAbsent(((BigDecimal) row.get(0)).longValueExact(), unit -> new TreeMap<>())
                    .merge(((BigDecimal) row.get(1)).intValueExact(), 1, Integer::sum);
        }
        return units;
    }
}
