package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what a connection reads with what the model says that it is to see. */
final class ModelReads {
    private final Random random;

    ModelReads(Random random) {
        this.random = random;
    }

    /** Reads everything, and something with a filter, an aggregate, an order, a limit or a join. */
    void check(Connection connection, ModelState seen) throws SQLException {
        String columns = random.nextBoolean() ? "*" : seen.hasExtra() ? "id, n, s, x" : "id, n, s";
        check(connection, "SELECT " + columns + " FROM t", seen.values());
        ModelCondition condition = ModelCondition.next(random, seen.hasExtra());
        List<ModelRow> rows = seen.where(condition.test());
        String where = " WHERE " + condition.sql();
        check(connection, "SELECT id, n, s FROM t" + where, new ModelState(rows, false).values());
        switch (random.nextInt(6)) {
            case 0 -> aggregates(connection, where, rows);
            case 1 -> groups(connection, seen.rows());
            case 2 -> top(connection, where, rows);
            case 3 -> limit(connection, where, rows);
            case 4 -> join(connection, seen.rows());
            default ->
                check(
                        connection,
                        "SELECT count(*) FROM t",
                        List.of(List.of(seen.rows().size())));
        }
    }

    private static void check(Connection connection, String sql, List<List<Object>> expected) throws SQLException {
        assertThat(Rows.sorted(Rows.of(connection, sql))).as(sql).isEqualTo(Rows.sorted(expected));
    }

    private static void aggregates(Connection connection, String where, List<ModelRow> rows) throws SQLException {
        List<Integer> numbers = present(rows, ModelRow::number);
        check(
                connection,
                "SELECT count(*), count(n), sum(n), min(s), max(id) FROM t" + where,
                List.of(Arrays.asList(
                        rows.size(),
                        numbers.size(),
                        numbers.isEmpty()
                                ? null
                                : numbers.stream().mapToInt(n -> n).sum(),
                        present(rows, ModelRow::text).stream()
                                .min(Comparator.naturalOrder())
                                .orElse(null),
                        present(rows, ModelRow::id).stream()
                                .max(Comparator.naturalOrder())
                                .orElse(null))));
    }

    private static void groups(Connection connection, List<ModelRow> rows) throws SQLException {
        Map<Integer, Long> counts = new LinkedHashMap<>();
        rows.forEach(row -> counts.merge(row.number(), 1L, Long::sum));
        List<List<Object>> expected = new ArrayList<>();
        counts.forEach((number, count) -> expected.add(Arrays.asList(number, count)));
        check(connection, "SELECT n, count(*) FROM t GROUP BY n", expected);
    }

    private static void top(Connection connection, String where, List<ModelRow> rows) throws SQLException {
        List<List<Object>> expected = rows.stream()
                .map(ModelRow::id)
                .sorted(Comparator.nullsFirst(Comparator.<Long>reverseOrder()))
                .limit(3)
                .map(id -> Arrays.asList((Object) id))
                .toList();
        String sql = "SELECT id FROM t" + where + " ORDER BY id DESC LIMIT 3";
        assertThat(Rows.text(Rows.of(connection, sql))).as(sql).isEqualTo(Rows.text(expected));
    }

    private static void limit(Connection connection, String where, List<ModelRow> rows) throws SQLException {
        String sql = "SELECT id, n, s FROM t" + where + " LIMIT 4";
        List<String> left = new ArrayList<>(Rows.text(new ModelState(rows, false).values()));
        List<String> read = Rows.text(Rows.of(connection, sql));
        assertThat(read).as(sql).hasSize(Math.min(4, rows.size()));
        for (String row : read) {
            assertThat(left.remove(row)).as("%s gave %s", sql, row).isTrue();
        }
    }

    private static void join(Connection connection, List<ModelRow> rows) throws SQLException {
        Map<Long, Long> ids =
                present(rows, ModelRow::id).stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        long matches = present(rows, ModelRow::number).stream()
                .mapToLong(number -> ids.getOrDefault(number.longValue(), 0L))
                .sum();
        check(connection, "SELECT count(*) FROM t AS a JOIN t AS b ON a.n = b.id", List.of(List.of(matches)));
    }

    private static <T> List<T> present(List<ModelRow> rows, Function<ModelRow, T> column) {
        return rows.stream().map(column).filter(Objects::nonNull).toList();
    }
}
