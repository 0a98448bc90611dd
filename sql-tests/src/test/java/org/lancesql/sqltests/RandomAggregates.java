package org.lancesql.sqltests;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lancesql.sqltests.RandomQueries.Query;

/**
 * Makes queries over the tables {@code h1}, {@code h2} and {@code h3} for the operators that keep rows in hash tables:
 * joins of all kinds over several keys with further conditions, sub-queries that become semi and anti joins, aggregates
 * that are filtered, distinct or over several sets of columns. Keys may be floating-point numbers, with NaN, both zeros
 * and infinities; {@code + 0} makes the zeros one, because which of them stands for their group is nobody's promise.
 */
final class RandomAggregates {
    private static final List<String> DOUBLES = List.of(
            "NULL",
            "CAST('NaN' AS DOUBLE)",
            "CAST('-0.0' AS DOUBLE)",
            "0e0",
            "CAST('Infinity' AS DOUBLE)",
            "CAST('-Infinity' AS DOUBLE)",
            "1.5e0",
            "2e0");
    private static final List<String> WORDS = List.of("NULL", "''", "'a'", "'b'", "'ab'", "'ä'", "'zz'");
    private static final List<String> KEYS = List.of("k", "n", "s", "d", "x", "m");

    private final Random random;

    RandomAggregates(Random random) {
        this.random = random;
    }

    String createTable(String table) {
        return "CREATE TABLE " + table + " (k INT, n BIGINT, m DECIMAL(10, 2), s VARCHAR, d DATE, x DOUBLE, b BOOLEAN)";
    }

    String insert(String table, int rows) {
        return "INSERT INTO " + table + " VALUES "
                + IntStream.range(0, rows).mapToObj(row -> row()).collect(Collectors.joining(", "));
    }

    private String row() {
        return "(" + integerOrNull(4) + ", " + integerOrNull(6) + ", "
                + (chance(5) ? "NULL" : random.nextInt(4) + "." + pick("00", "50")) + ", " + pick(WORDS) + ", "
                + (chance(5) ? "NULL" : "DATE '2024-01-0" + (1 + random.nextInt(3)) + "'") + ", " + pick(DOUBLES) + ", "
                + pick("NULL", "TRUE", "FALSE") + ")";
    }

    Query next() {
        return new Query(
                switch (random.nextInt(7)) {
                    case 0, 1 -> join();
                    case 2 -> threeTables();
                    case 3 -> subQuery();
                    case 4 -> groupingSets();
                    case 5 -> aggregateOfJoin();
                    default -> group();
                },
                false);
    }

    private String join() {
        String kind = pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "FULL JOIN");
        return "SELECT a.k AS c1, a.s AS c2, a.x + 0 AS c3, b.n AS c4, b.d AS c5, b.b AS c6 FROM " + table() + " AS a "
                + kind + " " + table() + " AS b ON " + condition("a", "b")
                + (chance(3) ? " WHERE " + predicate(pick("a", "b")) : "");
    }

    private String threeTables() {
        return "SELECT count(*) AS c1, sum(a.n) AS c2, min(b.s) AS c3, max(c.d) AS c4, count(c.x) AS c5 FROM " + table()
                + " AS a " + pick("", "LEFT ", "FULL ") + "JOIN " + table() + " AS b ON " + condition("a", "b")
                + pick(" ", " LEFT ", " RIGHT ", " FULL ") + "JOIN " + table() + " AS c ON "
                + condition(pick("a", "b"), "c") + (chance(3) ? " WHERE " + predicate(pick("a", "b", "c")) : "");
    }

    private String condition(String left, String right) {
        String first = equality(left, right);
        return switch (random.nextInt(4)) {
            case 0 -> first;
            case 1 -> first + " AND " + equality(left, right);
            case 2 -> first + " AND " + predicate(pick(left, right));
            default -> first + " AND " + left + ".n " + pick("<", "<>", ">=") + " " + right + ".n";
        };
    }

    private String equality(String left, String right) {
        String key = pick(KEYS);
        return left + "." + key + pick(" = ", " = ", " IS NOT DISTINCT FROM ") + right + "." + key;
    }

    private String subQuery() {
        String key = pick(KEYS);
        String inner = "(SELECT b." + key + " FROM " + table() + " AS b WHERE " + predicate("b");
        String correlated = inner + " AND " + condition("a", "b") + ")";
        String test = switch (random.nextInt(6)) {
            case 0 -> "a." + key + " IN " + inner + ")";
            case 1 -> "a." + key + " NOT IN " + inner + ")";
            case 2 -> "EXISTS " + correlated;
            case 3 -> "NOT EXISTS " + correlated;
            case 4 -> "(a." + key + " IN " + inner + ") OR " + predicate("a") + ")";
            default -> "(a." + key + " NOT IN " + inner + ")) IS " + pick("NULL", "NOT TRUE", "FALSE");
        };
        return "SELECT a.k AS c1, a.n AS c2, a.s AS c3 FROM " + table() + " AS a WHERE " + test;
    }

    private String group() {
        String keys = keys();
        return "SELECT " + keys + ", " + aggregates() + from() + " GROUP BY " + keys
                + (chance(3) ? " HAVING " + aggregate() + " IS NOT NULL AND count(*) > " + random.nextInt(3) : "");
    }

    private String groupingSets() {
        String sets = pick(
                "ROLLUP (a.k, a.s)",
                "CUBE (a.k, a.b)",
                "GROUPING SETS ((a.k), (a.s, a.d), ())",
                "GROUPING SETS ((a.k, a.x), (a.x))",
                "a.d, ROLLUP (a.k)");
        String keys = KEYS.stream()
                .map(key -> "a." + key)
                .filter(sets::contains)
                .map(key -> key + ", grouping(" + key + ")")
                .collect(Collectors.joining(", "));
        return "SELECT " + keys + ", " + aggregates() + from() + " GROUP BY " + sets;
    }

    private String aggregateOfJoin() {
        return "SELECT a.k AS c1, count(*) AS c2, count(b.k) AS c3, sum(DISTINCT b.n) AS c4, min(b.x) + 0 AS c5 FROM "
                + table() + " AS a LEFT JOIN " + table() + " AS b ON " + condition("a", "b") + " GROUP BY a.k";
    }

    private String from() {
        return " FROM " + table() + " AS a" + (chance(2) ? " WHERE " + predicate("a") : "");
    }

    private String keys() {
        return pick(
                "a.k",
                "a.k, a.s",
                "a.d, a.b",
                "a.m, a.k, a.n",
                "a.s, a.d",
                "a.b",
                "a.k + a.n",
                "a.x + 0",
                "a.k, a.x + 0");
    }

    private String aggregates() {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> aggregate())
                .collect(Collectors.joining(", "));
    }

    private String aggregate() {
        String column = pick("k", "n", "m");
        String aggregate = switch (random.nextInt(6)) {
            case 0 -> "count(*)";
            case 1 -> "sum(" + pick("", "DISTINCT ") + "a." + column + ")";
            case 2 -> "count(" + pick("", "DISTINCT ") + "a." + pick(KEYS) + ")";
            case 3 -> pick("min", "max") + "(a." + pick("k", "n", "m", "s", "d") + ")";
            case 4 -> pick("min", "max") + "(a.x) + 0";
            default -> pick("avg(a.k)", "avg(DISTINCT a.n)", "bool_and(a.b)", "bool_or(a.b)");
        };
        return chance(3) && !aggregate.endsWith("+ 0")
                ? aggregate + " FILTER (WHERE " + predicate("a") + ")"
                : aggregate;
    }

    private String predicate(String table) {
        String comparison = pick(" = ", " <> ", " < ", " >= ");
        return switch (random.nextInt(7)) {
            case 0 -> table + ".k" + comparison + random.nextInt(4);
            case 1 -> table + ".x" + comparison + pick(DOUBLES.subList(1, DOUBLES.size()));
            case 2 -> table + ".s" + comparison + pick(WORDS.subList(1, WORDS.size()));
            case 3 -> table + "." + pick("k", "n", "m", "s", "d", "x", "b") + pick(" IS NULL", " IS NOT NULL");
            case 4 -> table + ".b IS " + pick("", "NOT ") + pick("TRUE", "FALSE");
            case 5 -> table + ".n" + comparison + table + ".k";
            default -> "(" + predicate(table) + pick(" AND ", " OR ") + predicate(table) + ")";
        };
    }

    private String integerOrNull(int bound) {
        return chance(5) ? "NULL" : String.valueOf(random.nextInt(bound));
    }

    private String table() {
        return pick("h1", "h1", "h2", "h2", "h3");
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String pick(String... choices) {
        return pick(List.of(choices));
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
