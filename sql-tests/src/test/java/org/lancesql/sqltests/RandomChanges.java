package org.lancesql.sqltests;

import java.util.List;
import java.util.Random;

/**
 * Random statements that change {@code t (k INTEGER, n BIGINT, s VARCHAR, d DECIMAL(12, 2))}, beside {@code u} of the same
 * columns, in words that other databases take too. The joins are unique, so that what comes of them is determined.
 */
final class RandomChanges {
    private static final int KEYS = 30;

    private final Random random;

    RandomChanges(Random random) {
        this.random = random;
    }

    /** The next statement, without RETURNING. */
    String next() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> insertRows();
            case 2 ->
                "INSERT INTO t SELECT k + " + random.nextInt(5) + ", n, s, d FROM " + table() + " WHERE "
                        + condition("");
            case 3, 4 -> "UPDATE t SET " + assignments("") + " WHERE " + condition("");
            case 5 -> "UPDATE t SET n = (SELECT MAX(u.n) FROM u WHERE u.k = t.k), d = d + 1 WHERE " + condition("t.");
            case 6 -> "UPDATE t SET n = x.n, s = x.s FROM " + unique("x") + " WHERE x.k = t.k AND " + condition("t.");
            case 7 -> "DELETE FROM t WHERE " + condition("") + " AND " + condition("");
            case 8 -> "DELETE FROM t USING u AS x WHERE x.k = t.k AND " + condition("x.") + " AND " + condition("t.");
            case 9 ->
                "DELETE FROM t WHERE k IN (SELECT k FROM " + table() + " WHERE " + condition("") + ") AND "
                        + condition("");
            default -> merge();
        };
    }

    /** The same with RETURNING, which shows what the statement has made of the rows. */
    String nextReturning() {
        return switch (random.nextInt(3)) {
            case 0 -> insertRows() + " RETURNING k, n + 1, d";
            case 1 -> "UPDATE t SET " + assignments("") + " WHERE " + condition("") + " RETURNING k, n, s || '!', d";
            default -> "DELETE FROM t WHERE " + condition("") + " AND " + condition("") + " RETURNING *";
        };
    }

    private String insertRows() {
        StringBuilder rows = new StringBuilder("INSERT INTO t VALUES ");
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            rows.append(i == 0 ? "" : ", ")
                    .append('(')
                    .append(random.nextInt(KEYS))
                    .append(", ")
                    .append(orNull(Integer.toString(random.nextInt(100))))
                    .append(", ")
                    .append(orNull(text()))
                    .append(", ")
                    .append(orNull(random.nextInt(1000) + ".25"))
                    .append(')');
        }
        return rows.toString();
    }

    private String merge() {
        StringBuilder merge =
                new StringBuilder("MERGE INTO t USING " + unique("x") + " ON t.k = x.k AND " + condition("t."));
        if (random.nextBoolean()) {
            merge.append(" WHEN MATCHED AND ").append(condition("x.")).append(" THEN DELETE");
        }
        if (random.nextBoolean()) {
            merge.append(" WHEN MATCHED AND ")
                    .append(condition("t."))
                    .append(" THEN UPDATE SET n = x.n + t.n, s = x.s");
        }
        merge.append(" WHEN MATCHED THEN UPDATE SET d = t.d * 2");
        if (random.nextBoolean()) {
            merge.append(" WHEN NOT MATCHED AND ")
                    .append(condition("x."))
                    .append(" THEN INSERT (k, s) VALUES (x.k, 'new')");
        }
        if (random.nextBoolean()) {
            merge.append(" WHEN NOT MATCHED THEN INSERT VALUES (x.k, x.n, x.s, 1.5)");
        }
        if (random.nextInt(3) == 0) {
            merge.append(" WHEN NOT MATCHED BY SOURCE AND ")
                    .append(condition("t."))
                    .append(random.nextBoolean() ? " THEN DELETE" : " THEN UPDATE SET s = 'gone'");
        }
        return merge.toString();
    }

    /** A source with each key once. */
    private String unique(String alias) {
        return "(SELECT k, MAX(n) AS n, MIN(s) AS s FROM u WHERE " + condition("") + " GROUP BY k) AS " + alias;
    }

    private String table() {
        return random.nextBoolean() ? "t" : "u";
    }

    private String assignments(String qualifier) {
        List<String> all = List.of(
                "n = " + qualifier + "n + " + random.nextInt(9),
                "n = " + qualifier + "k, k = k + 1",
                "s = " + text(),
                "s = CASE WHEN n > 50 THEN 'big' ELSE s END, n = n * 2",
                "d = d + n",
                "n = NULL, s = s || 'x'",
                "k = k",
                "k = " + random.nextInt(KEYS) + ", d = 0");
        return all.get(random.nextInt(all.size()));
    }

    private String condition(String qualifier) {
        int number = random.nextInt(KEYS);
        return switch (random.nextInt(7)) {
            case 0 -> qualifier + "k = " + number;
            case 1 -> qualifier + "k < " + number;
            case 2 -> qualifier + "k BETWEEN " + number + " AND " + (number + 8);
            case 3 -> qualifier + "n IS NULL";
            case 4 -> qualifier + "n > " + number;
            case 5 -> "(" + qualifier + "s = " + text() + " OR " + qualifier + "k > " + number + ")";
            default -> "MOD(" + qualifier + "k, 3) = " + random.nextInt(3);
        };
    }

    private String text() {
        return "'" + (char) ('a' + random.nextInt(5)) + "'";
    }

    private String orNull(String value) {
        return random.nextInt(6) == 0 ? "NULL" : value;
    }
}
