package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes queries over the tables {@code t1}, {@code t2} and {@code t3} of {@link DifferentialTest} whose answer SQL
 * defines: no overflow, no division, and LIMIT only over a total order.
 *
 * <p>What it leaves out because LanceSQL and DuckDB decide differently: division of integers (truncating here, DOUBLE
 * there); AVG of decimals (DECIMAL here, DOUBLE there); sort order of NULL without NULLS FIRST or LAST (last in
 * ascending and first in descending order here, last in both there).
 */
final class RandomQueries {
    private static final List<String> WORDS = List.of("", "a", "b", "ab", "abc", "B", "ä", "zz", "it''s", "10%", "x_y");

    private final Random random;

    RandomQueries(Random random) {
        this.random = random;
    }

    /** A query and whether its rows come in a defined order. */
    record Query(String sql, boolean isOrdered) {}

    String createTable(String table) {
        return "CREATE TABLE " + table + " (k INT, n BIGINT, m DECIMAL(10, 2), s VARCHAR, d DATE)";
    }

    String insert(String table, int rows) {
        return "INSERT INTO " + table + " VALUES "
                + IntStream.range(0, rows)
                        .mapToObj(row -> "(" + intLiteral(8) + ", " + intLiteral(5) + ", " + decimalLiteral() + ", "
                                + stringLiteral() + ", " + dateLiteral() + ")")
                        .collect(Collectors.joining(", "));
    }

    Query next() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> select();
            case 2 -> join();
            case 3, 4 -> group();
            case 5 -> setOperation();
            case 6 -> subQuery();
            default -> window();
        };
    }

    private Query select() {
        String table = table();
        List<String> items = items("x", 1 + random.nextInt(3));
        String query = "SELECT " + (chance(4) ? "DISTINCT " : "") + String.join(", ", items) + " FROM " + table
                + " AS x" + where("x");
        return chance(2) ? ordered(query, items.size()) : new Query(query, false);
    }

    private Query join() {
        String kind = pick("JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
        String key = pick("k", "n", "s", "d");
        String residual = kind.equals("JOIN") && chance(2) ? " AND " + predicate("x", 1) : "";
        return new Query(
                "SELECT " + integer("x", 1) + " AS c1, x." + key + " AS c2, y.s AS c3, y.m AS c4 FROM " + table()
                        + " AS x " + kind + " " + table() + " AS y ON x." + key + " = y." + key + residual
                        + (chance(2) ? " WHERE " + predicate(pick("x", "y"), 2) : ""),
                false);
    }

    private Query group() {
        String key = chance(2) ? "x." + pick("k", "n", "s", "d") : integer("x", 1);
        String aggregate = pick(
                "sum(x.k)",
                "sum(x.n)",
                "sum(x.m)",
                "min(x.s)",
                "max(x.s)",
                "min(x.d)",
                "max(x.m)",
                "count(x.s)",
                "count(DISTINCT x.n)",
                "sum(DISTINCT x.k)",
                "avg(x.k)",
                "sum(CASE WHEN " + predicate("x", 1) + " THEN 1 ELSE 0 END)",
                "count(*) FILTER (WHERE " + predicate("x", 1) + ")");
        String from = " FROM " + table() + " AS x" + where("x");
        if (chance(4)) {
            return new Query("SELECT count(*) AS c1, " + aggregate + " AS c2" + from, false);
        }
        String having = chance(3) ? " HAVING count(*) > " + random.nextInt(3) : "";
        return new Query(
                "SELECT " + key + " AS c1, count(*) AS c2, " + aggregate + " AS c3" + from + " GROUP BY " + key
                        + having,
                false);
    }

    private Query setOperation() {
        String operator = pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL");
        List<String> columns = pick(List.of("k", "s"), List.of("n", "d"), List.of("m"), List.of("k", "n"));
        return new Query(branch(columns) + " " + operator + " " + branch(columns), false);
    }

    private String branch(List<String> columns) {
        return "SELECT " + columns.stream().map(column -> "x." + column).collect(Collectors.joining(", ")) + " FROM "
                + table() + " AS x" + where("x");
    }

    private Query subQuery() {
        String key = pick("k", "n", "s", "d");
        String inner = " FROM " + table() + " AS y WHERE " + predicate("y", 1);
        String condition = switch (random.nextInt(6)) {
            case 0 -> "x." + key + " IN (SELECT y." + key + inner + ")";
            case 1 -> "x." + key + " NOT IN (SELECT y." + key + inner + ")";
            case 2 -> "EXISTS (SELECT 1" + inner + " AND y." + key + " = x." + key + ")";
            case 3 -> "NOT EXISTS (SELECT 1" + inner + " AND y." + key + " = x." + key + ")";
            case 4 -> "x.n > (SELECT min(y.n)" + inner + ")";
            default -> "x.n >= (SELECT max(y.n)" + inner + " AND y.k = x.k)";
        };
        return new Query("SELECT x.k AS c1, x.n AS c2, x.s AS c3 FROM " + table() + " AS x WHERE " + condition, false);
    }

    private Query window() {
        String function = pick("sum(x.n)", "count(*)", "min(x.s)", "rank()", "dense_rank()");
        return new Query(
                "SELECT x.k AS c1, x.n AS c2, x.s AS c3, " + function
                        + " OVER (PARTITION BY x.k ORDER BY x.n NULLS FIRST) AS c4 FROM " + table() + " AS x"
                        + where("x"),
                false);
    }

    private Query ordered(String query, int columns) {
        String keys = IntStream.rangeClosed(1, columns)
                .mapToObj(column -> column + pick("", " DESC") + pick(" NULLS FIRST", " NULLS LAST"))
                .collect(Collectors.joining(", "));
        String limit =
                chance(2) ? " LIMIT " + random.nextInt(12) + (chance(2) ? " OFFSET " + random.nextInt(5) : "") : "";
        return new Query(query + " ORDER BY " + keys + limit, true);
    }

    private List<String> items(String alias, int count) {
        List<String> items = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String item = switch (random.nextInt(5)) {
                case 0 -> integer(alias, 2);
                case 1 -> string(alias);
                case 2 -> alias + "." + pick("m", "d");
                case 3 -> "CASE WHEN " + predicate(alias, 1) + " THEN " + integer(alias, 1) + " END";
                default -> alias + "." + pick("k", "n", "s");
            };
            items.add(item + " AS c" + i);
        }
        return items;
    }

    private String integer(String alias, int depth) {
        if (depth == 0 || chance(3)) {
            return alias + "." + pick("k", "n");
        }
        String left = integer(alias, depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> "(" + left + " + " + integer(alias, depth - 1) + ")";
            case 1 -> "(" + left + " - " + random.nextInt(5) + ")";
            case 2 -> "(" + left + " * " + integer(alias, depth - 1) + ")";
            case 3 -> "coalesce(" + left + ", " + random.nextInt(5) + ")";
            default -> "abs(" + left + ")";
        };
    }

    private String string(String alias) {
        return switch (random.nextInt(4)) {
            case 0 -> "upper(" + alias + ".s)";
            case 1 -> alias + ".s || '-' || " + alias + ".s";
            case 2 -> "substring(" + alias + ".s FROM 1 FOR 1)";
            default -> "coalesce(" + alias + ".s, 'none')";
        };
    }

    private String where(String alias) {
        return chance(4) ? "" : " WHERE " + predicate(alias, 2);
    }

    private String predicate(String alias, int depth) {
        if (depth > 0 && chance(2)) {
            String left = predicate(alias, depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> "(" + left + " AND " + predicate(alias, depth - 1) + ")";
                case 1 -> "(" + left + " OR " + predicate(alias, depth - 1) + ")";
                default -> "NOT (" + left + ")";
            };
        }
        String operator = pick("=", "<>", "<", "<=", ">", ">=");
        return switch (random.nextInt(8)) {
            case 0 -> integer(alias, 1) + " " + operator + " " + integer(alias, 1);
            case 1 -> alias + ".k " + operator + " " + random.nextInt(8);
            case 2 -> alias + ".m " + operator + " " + random.nextInt(100) + ".50";
            case 3 -> alias + ".s " + operator + " '" + pick(WORDS.toArray(String[]::new)) + "'";
            case 4 -> alias + ".s " + pick("LIKE", "NOT LIKE") + " '" + pick("a%", "%b", "_", "%'' %", "%") + "'";
            case 5 -> alias + ".d " + operator + " DATE '2024-01-0" + (1 + random.nextInt(5)) + "'";
            case 6 -> alias + "." + pick("k", "n") + pick(" IN", " NOT IN") + " (1, 2, " + random.nextInt(8) + ")";
            default -> alias + "." + pick("k", "n", "m", "s", "d") + pick(" IS NULL", " IS NOT NULL");
        };
    }

    private String intLiteral(int bound) {
        return chance(6) ? "NULL" : String.valueOf(random.nextInt(bound));
    }

    private String decimalLiteral() {
        return chance(6) ? "NULL" : random.nextInt(100) + "." + pick("00", "50", "25", "99");
    }

    private String stringLiteral() {
        return chance(6) ? "NULL" : "'" + pick(WORDS.toArray(String[]::new)) + "'";
    }

    private String dateLiteral() {
        return chance(6) ? "NULL" : "DATE '2024-01-0" + (1 + random.nextInt(5)) + "'";
    }

    private String table() {
        return pick("t1", "t1", "t2", "t2", "t2", "t3");
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
