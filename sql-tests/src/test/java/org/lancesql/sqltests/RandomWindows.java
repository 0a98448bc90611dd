package org.lancesql.sqltests;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes queries over the tables {@code w1}, {@code w2} and {@code w3} with window functions over frames of all kinds, with
 * set operations, aggregates in an order, and joins of each row with what it selects. Rows have a number of their own, so
 * that frames that count rows are defined.
 */
final class RandomWindows {
    private static final List<String> WORDS = List.of("NULL", "''", "'a'", "'b'", "'ab'", "'ä'", "'zz'");
    private static final List<String> DOUBLES =
            List.of("NULL", "CAST('NaN' AS DOUBLE)", "CAST('Infinity' AS DOUBLE)", "0e0", "1.5e0", "-2.25e0", "2e0");
    private static final List<String> KEYS = List.of("k", "n", "s", "d", "x", "m", "b");

    private final Random random;
    private int nextId;

    RandomWindows(Random random) {
        this.random = random;
    }

    String createTable(String table) {
        return "CREATE TABLE " + table
                + " (id INT, k INT, n BIGINT, m DECIMAL(10, 2), s VARCHAR, d DATE, x DOUBLE, b BOOLEAN)";
    }

    String insert(String table, int rows) {
        return "INSERT INTO " + table + " VALUES "
                + IntStream.range(0, rows).mapToObj(row -> row()).collect(Collectors.joining(", "));
    }

    private String row() {
        return "(" + nextId++ + ", " + integerOrNull(5) + ", " + integerOrNull(7) + ", "
                + (chance(5) ? "NULL" : random.nextInt(4) + "." + pick("00", "50")) + ", " + pick(WORDS) + ", "
                + (chance(5) ? "NULL" : "DATE '2024-01-0" + (1 + random.nextInt(5)) + "'") + ", " + pick(DOUBLES)
                + ", " + pick("NULL", "TRUE", "FALSE") + ")";
    }

    /** A query whose rows come in no order. */
    String next() {
        return switch (random.nextInt(6)) {
            case 0 -> setOperation();
            case 1 -> orderedAggregate();
            case 2 -> lateral();
            default -> windows();
        };
    }

    private String windows() {
        return "SELECT a.id AS c0, "
                + IntStream.rangeClosed(1, 1 + random.nextInt(3))
                        .mapToObj(i -> window() + " AS c" + i)
                        .collect(Collectors.joining(", "))
                + " FROM " + table() + " AS a" + (chance(3) ? " WHERE a.k " + pick("IS NOT NULL", "> 1", "< 0") : "");
    }

    private String window() {
        return chance(4) ? ranges() : chance(2) ? rows() : ranked();
    }

    private String partition() {
        return chance(3) ? "" : "PARTITION BY a." + pick(KEYS) + (chance(3) ? ", a." + pick(KEYS) : "") + " ";
    }

    private String order(String key) {
        return "ORDER BY a." + key + pick(" NULLS FIRST", " NULLS LAST", " DESC NULLS FIRST", " DESC NULLS LAST");
    }

    private String ranked() {
        String peers = " OVER (" + partition() + order(pick(KEYS)) + ")";
        String unique = " OVER (" + partition() + order(pick(KEYS)) + ", a.id)";
        String column = pick("k", "n", "m", "s", "d", "b");
        return switch (random.nextInt(9)) {
            case 0 -> "rank()" + peers;
            case 1 -> "dense_rank()" + peers;
            case 2 -> "percent_rank()" + peers;
            case 3 -> "cume_dist()" + peers;
            case 4 -> "row_number()" + unique;
            case 5 -> "ntile(" + (1 + random.nextInt(4)) + ")" + unique;
            case 6 -> pick("lag", "lead") + "(a." + column + ")" + unique;
            case 7 -> pick("lag", "lead") + "(a.k, " + random.nextInt(3) + ", 99)" + unique;
            default -> aggregate() + peers;
        };
    }

    /** A frame that counts rows. */
    private String rows() {
        String frame = " ROWS BETWEEN " + frame(String.valueOf(random.nextInt(4)), String.valueOf(random.nextInt(4)));
        String over = " OVER (" + partition() + order(pick(KEYS)) + ", a.id" + frame + exclusion() + ")";
        String column = pick("k", "n", "m", "s", "d", "b");
        return switch (random.nextInt(4)) {
            case 0 -> pick("first_value", "last_value") + "(a." + column + ")" + over;
            case 1 -> "nth_value(a." + column + ", " + (1 + random.nextInt(3)) + ")" + over;
            default -> aggregate() + over;
        };
    }

    /** A frame that compares order keys. */
    private String ranges() {
        String key = pick("k", "n", "m", "d");
        boolean isDate = key.equals("d");
        String frame = " RANGE BETWEEN "
                + frame(isDate ? "INTERVAL '1' DAY" : key.equals("m") ? "0.5" : "1", isDate ? "INTERVAL '2' DAY" : "2");
        return aggregate() + " OVER (" + partition() + order(key) + frame + exclusion() + ")";
    }

    private String frame(String near, String far) {
        return pick(
                "UNBOUNDED PRECEDING AND CURRENT ROW",
                "UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
                "CURRENT ROW AND UNBOUNDED FOLLOWING",
                near + " PRECEDING AND " + far + " FOLLOWING",
                near + " PRECEDING AND CURRENT ROW",
                "UNBOUNDED PRECEDING AND " + near + " PRECEDING",
                far + " FOLLOWING AND UNBOUNDED FOLLOWING");
    }

    private String exclusion() {
        return chance(3) ? pick(" EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES") : "";
    }

    private String aggregate() {
        return pick(
                "count(*)",
                "count(a." + pick(KEYS) + ")",
                "sum(a." + pick("k", "n", "m", "x") + ")",
                "avg(a.k)",
                "min(a." + pick("k", "n", "m", "s", "d", "x") + ")",
                "max(a." + pick("k", "n", "m", "s", "d", "x") + ")");
    }

    private String setOperation() {
        String columns = pick("k", "s", "k, s", "n, b", "d, m", "x", "k, x");
        String operation = pick(" INTERSECT ", " INTERSECT ALL ", " EXCEPT ", " EXCEPT ALL ");
        return "SELECT " + columns + " FROM " + table() + operation + "SELECT " + columns + " FROM " + table();
    }

    private String orderedAggregate() {
        String aggregates = IntStream.rangeClosed(0, 1 + random.nextInt(3))
                .mapToObj(i -> orderedFunction() + " AS c" + i)
                .collect(Collectors.joining(", "));
        String keys = pick("", "", "a.k", "a.s, a.b", "a.d", "a.x");
        return "SELECT " + (keys.isEmpty() ? "" : keys + ", ") + aggregates + " FROM " + table() + " AS a"
                + (chance(3) ? " WHERE a.n > 2" : "") + (keys.isEmpty() ? "" : " GROUP BY " + keys);
    }

    private String orderedFunction() {
        String filter = chance(3) ? " FILTER (WHERE a.n > 2)" : "";
        return switch (random.nextInt(6)) {
            case 0, 1 -> "string_agg(a.s, '-' ORDER BY a.s" + pick("", " DESC") + ", a.id)" + filter;
            case 2 -> "percentile_cont(" + pick("0", "0.25", "0.5", "1") + ") WITHIN GROUP (ORDER BY a.n)";
            case 3 -> pick("bit_and", "bit_or", "bit_xor") + "(a.n)" + filter;
            case 4 -> pick("bool_and", "bool_or") + "(a.b)" + filter;
            default ->
                pick("count(DISTINCT a.k)", "sum(DISTINCT a.n)", "min(a.d)", "max(a.s)", "sum(a.m)", "avg(a.k)")
                        + filter;
        };
    }

    /** The rows that each row selects. */
    private String lateral() {
        String inner = "(SELECT b.id AS i, b.n AS v FROM " + table() + " AS b WHERE b.k " + pick("=", "<", "<=")
                + " a.k ORDER BY b.n NULLS LAST, b.id LIMIT " + (1 + random.nextInt(3)) + ")";
        return "SELECT a.id AS c1, l.i AS c2, l.v AS c3 FROM " + table() + " AS a "
                + (chance(2)
                        ? "CROSS JOIN LATERAL " + inner + " AS l"
                        : "LEFT JOIN LATERAL " + inner + " AS l ON TRUE");
    }

    private String integerOrNull(int bound) {
        return chance(5) ? "NULL" : String.valueOf(random.nextInt(bound));
    }

    private String table() {
        return pick("w1", "w1", "w2", "w2", "w3");
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
