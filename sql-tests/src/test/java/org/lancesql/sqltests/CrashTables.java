package org.lancesql.sqltests;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The tables {@code a}, {@code b} and {@code c}, and the one transaction that changes them all. */
final class CrashTables {
    static final List<String> NAMES = List.of("a", "b", "c");
    static final Schema SCHEMA = new Schema(
            List.of(Field.nullable("id", new ArrowType.Int(64, true)), Field.nullable("v", ArrowType.Utf8.INSTANCE)));
    /** Adds to the first table, changes the second, and takes from the third and adds to it. */
    static final List<String> TRANSACTION = List.of(
            "INSERT INTO a (id, v) VALUES (100, 'new'), (101, 'new')",
            "UPDATE b SET v = 'new' WHERE id IN (1, 12)",
            "DELETE FROM c WHERE id IN (2, 13)",
            "INSERT INTO c (id, v) VALUES (200, 'new')");

    private static final int ROWS = 20;
    private static final int ROWS_PER_FRAGMENT = 10;

    private CrashTables() {}

    /** How the tables are made. */
    enum Layout {
        INDEXED,
        PLAIN,
        WITHOUT_STABLE_ROW_IDS
    }

    static void create(Path database, Layout layout) throws SQLException {
        try (ForeignWriter writer = new ForeignWriter(database)) {
            for (String table : NAMES) {
                writer.create(
                        table,
                        SCHEMA,
                        rows(LongStream.range(0, ROWS), "old"),
                        ROWS_PER_FRAGMENT,
                        layout != Layout.WITHOUT_STABLE_ROW_IDS);
            }
        }
        if (layout == Layout.INDEXED) {
            try (Connection connection = DriverManager.getConnection("jdbc:lance:" + database);
                    Statement statement = connection.createStatement()) {
                for (String table : NAMES) {
                    statement.execute("CREATE INDEX by_id ON " + table + " (id)");
                    statement.execute("CREATE INDEX by_v ON " + table + " (v)");
                }
            }
        }
    }

    static Iterator<Object[]> rows(LongStream ids, String value) {
        return ids.mapToObj(id -> new Object[] {id, value}).iterator();
    }

    /** The rows of a table before the transaction: id to value. */
    static Map<Long, String> before() {
        Map<Long, String> rows = new TreeMap<>();
        LongStream.range(0, ROWS).forEach(id -> rows.put(id, "old"));
        return rows;
    }

    /** Rows of a table, after the transaction. */
    static Map<Long, String> after(String table, Map<Long, String> rows) {
        Map<Long, String> changed = new TreeMap<>(rows);
        switch (table) {
            case "a" -> {
                changed.put(100L, "new");
                changed.put(101L, "new");
            }
            case "b" -> {
                changed.replace(1L, "new");
                changed.replace(12L, "new");
            }
            default -> {
                changed.remove(2L);
                changed.remove(13L);
                changed.put(200L, "new");
            }
        }
        return changed;
    }

    /** One of the rows that the transaction adds or changes. */
    static long ours(String table) {
        return switch (table) {
            case "a" -> 100;
            case "b" -> 1;
            default -> 200;
        };
    }

    /** All tables, as one statement sees them: table to id to value. */
    static Map<String, Map<Long, String>> read(Connection connection) throws SQLException {
        Map<String, Map<Long, String>> tables = new TreeMap<>();
        NAMES.forEach(table -> tables.put(table, new TreeMap<>()));
        String sql = "SELECT 'a', id, v FROM a UNION ALL SELECT 'b', id, v FROM b UNION ALL SELECT 'c', id, v FROM c";
        for (List<Object> row : Rows.of(connection, sql)) {
            long id = ((Number) row.get(1)).longValue();
            if (tables.get((String) row.get(0)).put(id, (String) row.get(2)) != null) {
                throw new AssertionError("twice: " + row);
            }
        }
        return tables;
    }
}
