package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the writers of a journal said that they did, and whether it is so. */
final class JournalCheck {
    private static final long COUNTER = -1;

    private final Map<Long, Integer> begun = new HashMap<>();
    private final Set<Long> done = new HashSet<>();
    private final Set<Long> transactions = new HashSet<>();
    private long lastUnit;

    /** Takes a line of a {@link JournalWriter}; one that was cut off by its end says nothing. */
    void read(String line, JournalWriter.Mode mode) {
        String[] words = line.split(" ");
        if (words.length == 3 && words[0].equals("begin")) {
            long unit = Long.parseLong(words[1]);
            begun.put(unit, Integer.parseInt(words[2]));
            lastUnit = Math.max(lastUnit, unit);
            if (mode == JournalWriter.Mode.TRANSACTION) {
                transactions.add(unit);
            }
        } else if (words.length == 2 && words[0].equals("done")) {
            done.add(Long.parseLong(words[1]));
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
        assertThat(begun.keySet()).as("units that are there").containsAll(units.keySet());
        assertThat(units.keySet()).as("acknowledged units").containsAll(done);
        units.forEach((unit, parts) -> {
            assertThat(parts.keySet())
                    .as("parts of unit %d", unit)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, begun.get(unit)).boxed().toList());
            assertThat(parts.values())
                    .as("copies of the parts of unit %d", unit)
                    .containsOnly(1);
        });
        long committed = transactions.stream().filter(units::containsKey).count();
        assertThat(counter).as("counter of transactions").isEqualTo(Map.of((int) committed, 1));
    }

    /** How often each part of each unit is there. */
    private static Map<Long, Map<Integer, Integer>> read(Connection connection) throws SQLException {
        Map<Long, Map<Integer, Integer>> units = new TreeMap<>();
        for (List<Object> row : Rows.of(connection, "SELECT unit, part FROM journal")) {
            units.computeIfAbsent(((BigDecimal) row.get(0)).longValueExact(), unit -> new TreeMap<>())
                    .merge(((BigDecimal) row.get(1)).intValueExact(), 1, Integer::sum);
        }
        return units;
    }
}
