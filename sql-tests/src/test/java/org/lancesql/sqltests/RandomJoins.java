package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes queries over the tables {@code j1} to {@code j4} whose joins can be done in many orders: of several tables, derived
 * tables and groups, by columns that equal each other around corners, with disjunctions over several of them, with EXISTS,
 * IN and comparisons with sub-queries in all shapes, and with parts that occur twice.
 */
final class RandomJoins {
    private static final List<String> COLUMNS = List.of("a", "b", "c");

    private final Random random;

    RandomJoins(Random random) {
        this.random = random;
    }

    String createTable(String table) {
        return "CREATE TABLE " + table + " (a INT, b INT, c INT NOT NULL, s VARCHAR)";
    }

    String insert(String table, int rows) {
        return "INSERT INTO " + table + " VALUES "
                + IntStream.range(0, rows).mapToObj(row -> row()).collect(Collectors.joining(", "));
    }

    private String row() {
        return "(" + (chance(6) ? "NULL" : random.nextInt(8)) + ", " + (chance(6) ? "NULL" : random.nextInt(6)) + ", "
                + random.nextInt(7) + ", " + pick("NULL", "'x'", "'y'", "'xy'") + ")";
    }

    String next() {
        return chance(4) ? repeated() : select(2 + random.nextInt(4));
    }

    /** A part that is used twice. */
    private String repeated() {
        String part = chance(2)
                ? "SELECT p.a, MAX(p.b) AS b, COUNT(*) AS c, MIN(p.s) AS s FROM " + table() + " p GROUP BY p.a"
                : "SELECT p.a, q.b, q.c, q.s FROM " + table() + " p, " + table() + " q WHERE p.c = q.c AND "
                        + predicate("p");
        String outer = chance(2)
                ? " AND w.b >= (SELECT MIN(v.b) FROM w v)"
                : " AND EXISTS (SELECT * FROM w v WHERE v.a = r." + column() + ")";
        return "WITH w AS (" + part + ") SELECT COUNT(*) AS c1, MIN(r.s) AS c2, MAX(w.b) AS c3 FROM w, " + table()
                + " r WHERE w.a = r." + column() + outer;
    }

    /** A query of several relations. */
    private String select(int count) {
        List<String> relations = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            relations.add(relation() + " r" + i);
            if (i > 0) {
                conditions.add(equality("r" + random.nextInt(i), "r" + i));
            }
        }
        for (int more = random.nextInt(3); more > 0; more--) {
            conditions.add(condition(count));
        }
        for (int subQueries = random.nextInt(3); subQueries > 0; subQueries--) {
            conditions.add(subQuery("r" + random.nextInt(count)));
        }
        String last = "r" + (count - 1);
        String from = " FROM " + String.join(", ", relations) + " WHERE " + String.join(" AND ", conditions);
        return chance(3) && count < 4
                ? "SELECT r0.a AS c1, r0.b AS c2, " + last + ".c AS c3, " + last + ".s AS c4" + from
                : "SELECT COUNT(*) AS c1, MIN(r0.a) AS c2, MAX(" + last + ".s) AS c3, COUNT(DISTINCT " + last
                        + ".b) AS c4" + from;
    }

    private String relation() {
        return switch (random.nextInt(6)) {
            case 0 -> "(SELECT a, b, c, s FROM " + table() + " t WHERE " + predicate("t") + ")";
            case 1 -> "(SELECT a, MAX(b) AS b, MIN(c) AS c, MIN(s) AS s FROM " + table() + " GROUP BY a)";
            default -> table();
        };
    }

    private String condition(int count) {
        String left = "r" + random.nextInt(count);
        String right = "r" + random.nextInt(count);
        return switch (random.nextInt(5)) {
            case 0 -> predicate(left);
            case 1 -> equality(left, right);
            case 2 -> left + "." + column() + " " + pick("<", "<>", ">=") + " " + right + "." + column();
            case 3 ->
                "(" + predicate(left) + " AND " + predicate(right) + " OR " + predicate(left) + " AND "
                        + predicate(right) + ")";
            default ->
                "(" + equality(left, right) + " AND " + predicate(left) + " OR " + equality(left, right) + " AND "
                        + predicate(right) + ")";
        };
    }

    private String subQuery(String outer) {
        String inner = table() + " q";
        String tied = random.nextInt(3) == 0
                ? equality("q", outer) + " AND q." + column() + pick(" <> ", " < ") + outer + "." + column()
                : equality("q", outer);
        String not = pick("", "NOT ");
        return switch (random.nextInt(6)) {
            case 0, 1 -> not + "EXISTS (SELECT * FROM " + inner + " WHERE " + tied + " AND " + predicate("q") + ")";
            case 2 ->
                outer + "." + column() + " " + not + "IN (SELECT q." + column() + " FROM " + inner + " WHERE "
                        + (chance(2) ? predicate("q") : tied) + ")";
            case 3 -> outer + ".c " + not + "IN (SELECT q.c FROM " + inner + " WHERE " + predicate("q") + ")";
            case 4 ->
                outer + "." + column() + pick(" >= ", " < ") + "(SELECT " + pick("MIN", "MAX") + "(q." + column()
                        + ") FROM " + inner + " WHERE " + equality("q", outer) + ")";
            default ->
                not + "EXISTS (SELECT r0.a FROM " + table() + " r0, " + table() + " r1 WHERE r0.a = r1.b AND "
                        + equality("r0", outer) + " AND EXISTS (SELECT 1 FROM " + inner + " WHERE q.c = r1.c))";
        };
    }

    private String equality(String left, String right) {
        return left + "." + column() + " = " + right + "." + column();
    }

    private String predicate(String table) {
        return switch (random.nextInt(4)) {
            case 0 -> table + "." + column() + " < " + random.nextInt(8);
            case 1 -> table + "." + column() + " IN (1, 3, 5)";
            case 2 -> table + ".s LIKE " + pick("'x%'", "'%y'");
            default -> table + "." + column() + " IS NOT NULL";
        };
    }

    private String table() {
        return "j" + (1 + random.nextInt(4));
    }

    private String column() {
        return COLUMNS.get(random.nextInt(COLUMNS.size()));
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
