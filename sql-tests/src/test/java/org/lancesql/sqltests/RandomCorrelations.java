package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes queries over the tables {@code k1} to {@code k3} with sub-queries that use columns of the queries around them, up to
 * two levels out: EXISTS, IN, scalar and LATERAL ones, with joins of all kinds, groups, windows, set operations and limits in
 * them. Each has one answer: limits are of rows in a total order.
 */
final class RandomCorrelations {
    private static final int DEEPEST = 2;

    private final Random random;
    private int names;

    RandomCorrelations(Random random) {
        this.random = random;
    }

    String createTable(String table) {
        return "CREATE TABLE " + table + " (id INT NOT NULL, a INT, b INT, c INT NOT NULL)";
    }

    String insert(String table, int rows) {
        return "INSERT INTO " + table + " VALUES "
                + IntStream.range(0, rows).mapToObj(this::row).collect(Collectors.joining(", "));
    }

    private String row(int id) {
        return "(" + id + ", " + (chance(5) ? "NULL" : random.nextInt(4)) + ", "
                + (chance(5) ? "NULL" : random.nextInt(5)) + ", " + random.nextInt(4) + ")";
    }

    String next() {
        names = 0;
        String outer = name();
        List<String> scope = List.of(outer);
        return switch (random.nextInt(6)) {
            case 0, 1 -> "SELECT " + outer + ".id FROM " + table() + " " + outer + " WHERE " + subQuery(scope, 1);
            case 2 -> "SELECT " + outer + ".id, " + scalar(scope, 1) + " AS v FROM " + table() + " " + outer;
            case 3 -> {
                String other = name();
                List<String> both = List.of(outer, other);
                yield "SELECT " + outer + ".id AS i, " + other + ".id AS j FROM " + table() + " " + outer
                        + pick(" JOIN ", " LEFT JOIN ") + table() + " " + other + " ON " + tie(outer, List.of(other))
                        + " WHERE " + subQuery(both, 1);
            }
            case 4 ->
                "SELECT v, COUNT(*) AS n FROM (SELECT CASE WHEN " + subQuery(scope, 1) + " THEN 1 ELSE 0 END AS v FROM "
                        + table() + " " + outer + ") t GROUP BY v";
            default -> {
                String rows = name();
                yield "SELECT " + outer + ".id, " + rows + ".x FROM " + table() + " " + outer
                        + pick(" JOIN LATERAL (", " LEFT JOIN LATERAL (")
                        + rows(scope, 1) + ") " + rows + " ON TRUE";
            }
        };
    }

    /** A condition with a sub-query. */
    private String subQuery(List<String> scope, int depth) {
        String plain = switch (random.nextInt(5)) {
            case 0, 1 -> pick("", "NOT ") + "EXISTS (" + rows(scope, depth) + ")";
            case 2, 3 -> column(scope) + pick(" IN (", " NOT IN (") + rows(scope, depth) + ")";
            default -> scalar(scope, depth) + pick(" = ", " < ", " IS NOT DISTINCT FROM ") + column(scope);
        };
        return switch (random.nextInt(6)) {
            case 0 -> plain + " AND " + predicate(scope);
            case 1 -> "(" + plain + " OR " + predicate(scope) + ")";
            default -> plain;
        };
    }

    private String scalar(List<String> scope, int depth) {
        return chance(3)
                ? "(" + first(scope, depth) + ")"
                : "(" + groups(scope, depth, pick("COUNT(*)", "COUNT", "MAX", "MIN", "SUM"), "") + ")";
    }

    /** A query of one column {@code x}. */
    private String rows(List<String> scope, int depth) {
        return switch (random.nextInt(11)) {
            case 0 -> select(scope, depth, "DISTINCT ");
            case 1 -> groups(scope, depth, pick("COUNT(*)", "COUNT", "MAX", "SUM"), "");
            case 2 -> groups(scope, depth, pick("COUNT(*)", "MIN", "SUM"), pick("a", "b", "c"));
            case 3 ->
                select(scope, depth, "")
                        + pick(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ")
                        + select(scope, depth, "");
            case 4 -> "SELECT w.x FROM (" + first(scope, depth) + ") w";
            case 5 -> window(scope, depth);
            case 6 -> depth < DEEPEST ? lateral(scope, depth) : select(scope, depth, "");
            default -> select(scope, depth, "");
        };
    }

    private String select(List<String> scope, int depth, String distinct) {
        From from = from(scope, depth);
        String value = chance(4)
                ? column(from.own) + " + " + column(scope)
                : chance(8) && depth < DEEPEST ? scalar(from.all, depth + 1) : column(from.own);
        return "SELECT " + distinct + value + " AS x" + from.text();
    }

    private String lateral(List<String> scope, int depth) {
        From from = from(scope, depth);
        String rows = name();
        return "SELECT " + pick(rows + ".x", column(from.own)) + " AS x"
                + from.tables + pick(" JOIN", " LEFT JOIN") + " LATERAL (" + rows(from.all, depth + 1) + ") " + rows
                + " ON TRUE" + from.where;
    }

    private String first(List<String> scope, int depth) {
        From from = from(scope, depth);
        String order = from.own.stream().map(name -> name + ".id").collect(Collectors.joining(", "));
        return "SELECT " + column(from.own) + " AS x" + from.text() + " ORDER BY " + column(from.own)
                + pick(" DESC NULLS LAST, ", " NULLS FIRST, ") + order.replace(",", " NULLS LAST,")
                + " NULLS LAST LIMIT 1" + pick("", "", " OFFSET 1");
    }

    private String groups(List<String> scope, int depth, String function, String key) {
        From from = from(scope, depth);
        String group = key.isEmpty() ? "" : " GROUP BY " + from.own.get(0) + "." + key;
        String having = chance(4) ? " HAVING COUNT(*) > " + pick("0", "1", "2") : "";
        String call = function.endsWith(")")
                ? function
                : function + "(" + (chance(4) ? "DISTINCT " : "") + column(from.own) + ")";
        String groups = "SELECT " + call + " AS x" + from.text() + group + having;
        return chance(5)
                ? "SELECT g.x + " + column(scope) + " AS x FROM (" + groups + ") g"
                        + pick("", " WHERE g.x > " + column(scope))
                : groups;
    }

    private String window(List<String> scope, int depth) {
        From from = from(scope, depth);
        String ids = from.own.stream().map(name -> name + ".id NULLS LAST").collect(Collectors.joining(", "));
        String frame = " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
        String call = pick("ROW_NUMBER()", "COUNT(*)", "SUM(" + column(from.own) + ")");
        return "SELECT " + call + " OVER (" + pick("", "PARTITION BY " + column(from.own) + " ") + "ORDER BY " + ids
                + (call.startsWith("ROW") ? "" : frame) + ") AS x" + from.text();
    }

    /** FROM and WHERE, the names of the tables in it, and these with those around. */
    private record From(String tables, String where, List<String> own, List<String> all) {
        String text() {
            return tables + where;
        }
    }

    private From from(List<String> scope, int depth) {
        String name = name();
        List<String> own = new ArrayList<>(List.of(name));
        String text = " FROM " + table() + " " + name;
        if (chance(3)) {
            String other = name();
            String kind = pick(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ", " JOIN ");
            List<String> around = new ArrayList<>(scope);
            around.add(name);
            String rows =
                    chance(3) ? "(SELECT id, a, b, c FROM " + table() + " z WHERE " + tie("z", scope) + ")" : table();
            text += kind + rows + " " + other + " ON "
                    + (chance(3) && !kind.contains("FULL") && !kind.contains("RIGHT")
                            ? tie(other, around)
                            : other + "." + column() + " = " + name + "." + column());
            own.add(other);
        }
        List<String> all = new ArrayList<>(scope);
        all.addAll(own);
        List<String> conditions = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            conditions.add(tie(pick(own), scope));
        }
        if (chance(3)) {
            conditions.add(predicate(all));
        }
        if (depth < DEEPEST && chance(3)) {
            conditions.add(subQuery(all, depth + 1));
        }
        String where = chance(8) ? "" : " WHERE " + String.join(chance(6) ? " OR " : " AND ", conditions);
        return new From(text, where, own, all);
    }

    private String tie(String name, List<String> others) {
        return name + "." + column() + pick(" = ", " = ", " = ", " < ", " <> ", " IS NOT DISTINCT FROM ")
                + column(others);
    }

    private String predicate(List<String> scope) {
        return switch (random.nextInt(3)) {
            case 0 -> column(scope) + pick(" < ", " = ", " > ") + random.nextInt(5);
            case 1 -> column(scope) + pick(" IS NULL", " IS NOT NULL");
            default -> column(scope) + pick(" = ", " >= ") + column(scope);
        };
    }

    private String name() {
        return "n" + names++;
    }

    private String table() {
        return "k" + (1 + random.nextInt(3));
    }

    private String column(List<String> scope) {
        return pick(scope) + "." + column();
    }

    private String column() {
        return pick("a", "a", "b", "b", "c", "id");
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
