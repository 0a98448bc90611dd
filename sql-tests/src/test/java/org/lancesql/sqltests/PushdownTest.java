package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A predicate in WHERE, where the scan may take it, keeps the same rows as in the SELECT list, where it cannot: for each
 * column type and form, at HEAD and at an old version.
 */
class PushdownTest {
    /** True for all rows; with it the planner expects few rows of wide tables to pass, and lets the scan filter. */
    private static final String PUSHED = " AND id >= 0";

    private static Connection connection;

    @BeforeAll
    static void writeTwoVersions(@TempDir Path directory) throws SQLException {
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            writer.create("t", ScalarTypes.schema(), ScalarTypes.rows().iterator(), 3);
            writer.append(
                    "t", ScalarTypes.schema(), ScalarTypes.rows().subList(3, 6).iterator());
            writer.delete("t", "id = 4");
        }
        connection = DriverManager.getConnection("jdbc:lance:" + directory + "?readOnly=true");
    }

    @AfterAll
    static void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }

    /** A column and literals of its type: values that rows have, the ends of the range, and values in between. */
    record Column(String name, List<String> literals) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Column> columns() {
        String timestamp = "TIMESTAMP '2024-02-29 12:34:56";
        return Stream.of(
                new Column("i8", List.of("0", "-128", "127", "1000", "0.5")),
                new Column("i16", List.of("1", "-32768", "32767", "-1.5")),
                new Column("i32", List.of("7", "-2147483648", "2147483647", "3000000000", "1.5e0")),
                new Column("i64", List.of("0", "-9223372036854775808", "9223372036854775807", "0.5")),
                new Column("u8", List.of("0", "255", "-1", "256")),
                new Column("u16", List.of("1", "65535", "-1", "65536")),
                new Column("u32", List.of("2", "4294967295", "-1")),
                new Column("u64", List.of("3", "18446744073709551615", "-1")),
                new Column("f32", List.of("0.0", "0.1", "CAST('NaN' AS REAL)", "CAST(0.1 AS REAL)", "1.5e0")),
                new Column(
                        "f64", List.of("0", "0.1e0", "-0.0e0", "CAST('NaN' AS DOUBLE)", "CAST('Infinity' AS DOUBLE)")),
                new Column("dec10", List.of("0", "0.01", "-12345678.90", "99999999.99", "0.005", "7e0")),
                new Column("dec38", List.of("0", "0.000001", "-99999999999999999999999999999999.999999", "7")),
                new Column("flag", List.of("TRUE", "FALSE")),
                new Column("str", List.of("'abc'", "''", "'it''s 100%_\\'", "'Grüße, 世界 😀'", "'abc '")),
                new Column("large_str", List.of("'abc'", "''", "'it''s 100%_\\'")),
                new Column("bin", List.of("X'01'", "X''", "X'007F80FF'")),
                new Column("date_day", List.of("DATE '1970-01-01'", "DATE '1969-12-31'", "DATE '0001-01-01'")),
                new Column("time_s", List.of("TIME '12:00:00'", "TIME '00:00:00'")),
                new Column("time_ms", List.of("TIME '12:00:00'", "TIME '23:59:59.999'")),
                new Column("time_us", List.of("TIME '12:00:00'", "TIME '23:59:59.999999'")),
                new Column("time_ns", List.of("TIME '12:00:00.000000001'", "TIME '23:59:59.999999999'")),
                new Column("ts_s", List.of(timestamp + "'", "TIMESTAMP '1970-01-01 00:00:00'")),
                new Column("ts_ms", List.of(timestamp + ".123'", "TIMESTAMP '1970-01-01 00:00:00'")),
                new Column("ts_us", List.of(timestamp + ".123456'", timestamp + ".123456789'")),
                new Column("ts_ns", List.of(timestamp + ".123456789'", "TIMESTAMP '1969-12-31 23:59:59.999999999'")),
                new Column(
                        "ts_utc",
                        List.of(
                                "CAST(" + timestamp + ".123456' AS TIMESTAMP WITH LOCAL TIME ZONE)",
                                "CAST(TIMESTAMP '1970-01-01 00:00:00' AS TIMESTAMP WITH LOCAL TIME ZONE)")));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void pushedPredicateKeepsTheSameRows(Column column) throws SQLException {
        List<String> predicates = predicates(column);
        for (String table : List.of("t", "t FOR VERSION AS OF 1")) {
            List<String> unpushed = keptByProjection(table, predicates);
            for (int i = 0; i < predicates.size(); i++) {
                String query =
                        "SELECT * FROM " + table + " WHERE (" + predicates.get(i) + ")" + PUSHED + " ORDER BY id";
                assertThat(ids(query)).as(query).isEqualTo(unpushed.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("columns")
    void pushedPredicateCountsTheSameRows(Column column) throws SQLException {
        List<String> predicates = predicates(column);
        List<String> unpushed = keptByProjection("t", predicates);
        for (int i = 0; i < predicates.size(); i++) {
            String query = "SELECT count(*) FROM t WHERE (" + predicates.get(i) + ")" + PUSHED;
            long expected = unpushed.get(i)
                    .chars()
                    .filter(character -> character == ',')
                    .count();
            assertThat(Rows.count(connection, query)).as(query).isEqualTo(expected);
        }
    }

    @Test
    void planPushesWhatTheseTestsCompare() throws SQLException {
        String plan = Rows.of(connection, "EXPLAIN SELECT * FROM t WHERE (i32 > 7)" + PUSHED)
                .toString();
        assertThat(plan).contains("pushed=[AND(>($3, 7), >=($0, 0))]").doesNotContain("Filter");
    }

    private static List<String> predicates(Column column) {
        List<String> predicates = new ArrayList<>();
        String name = column.name();
        for (String literal : column.literals()) {
            for (String operator : List.of("=", "<>", "<", "<=", ">", ">=")) {
                predicates.add(name + " " + operator + " " + literal);
            }
            predicates.add(literal + " < " + name);
            predicates.add("NOT (" + name + " = " + literal + ")");
            predicates.add("(" + name + " = " + literal + ") IS NOT TRUE");
            predicates.add("(" + name + " >= " + literal + ") IS UNKNOWN");
            predicates.add(name + " IS DISTINCT FROM " + literal);
            predicates.add(name + " = " + literal + " OR id = 2");
            predicates.add(name + " <> " + literal + " AND id < 5");
        }
        String first = column.literals().get(0);
        String second = column.literals().get(1);
        predicates.add(name + " IN (" + String.join(", ", column.literals()) + ")");
        predicates.add(name + " NOT IN (" + String.join(", ", column.literals()) + ")");
        predicates.add(name + " IN (" + first + ", NULL)");
        predicates.add(name + " NOT IN (" + first + ", NULL)");
        predicates.add(name + " BETWEEN " + first + " AND " + second);
        predicates.add(name + " BETWEEN SYMMETRIC " + first + " AND " + second);
        predicates.add(name + " NOT BETWEEN " + second + " AND " + first);
        predicates.add(name + " IS NULL");
        predicates.add(name + " IS NOT NULL");
        predicates.add("NOT (" + name + " IS NULL OR " + name + " = " + first + ")");
        predicates.add("COALESCE(" + name + ", " + first + ") = " + first);
        if (name.equals("flag")) {
            for (String form : List.of("", " IS TRUE", " IS FALSE", " IS NOT TRUE", " IS NOT FALSE", " IS UNKNOWN")) {
                predicates.add("flag" + form);
            }
            predicates.add("NOT flag");
        }
        if (name.endsWith("str")) {
            for (String pattern :
                    List.of("'a%'", "'%c'", "'%b%'", "'_b_'", "'%\\%\\_\\\\' ESCAPE '\\'", "'%'", "''", "'abc'")) {
                predicates.add(name + " LIKE " + pattern);
                predicates.add(name + " NOT LIKE " + pattern);
            }
            predicates.add(name + " ILIKE 'AB%'");
        }
        return predicates;
    }

    /** The ids that each predicate keeps, found by evaluating all of them on every row in the SELECT list. */
    private static List<String> keptByProjection(String table, List<String> predicates) throws SQLException {
        List<StringBuilder> kept = new ArrayList<>();
        StringBuilder query = new StringBuilder("SELECT id");
        for (String predicate : predicates) {
            kept.add(new StringBuilder());
            query.append(", CASE WHEN ").append(predicate).append(" THEN 1 ELSE 0 END");
        }
        query.append(" FROM ").append(table).append(" ORDER BY id");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query.toString())) {
            while (rows.next()) {
                for (int i = 0; i < predicates.size(); i++) {
                    if (rows.getInt(i + 2) == 1) {
                        kept.get(i).append(rows.getLong(1)).append(',');
                    }
                }
            }
        }
        return kept.stream().map(StringBuilder::toString).toList();
    }

    private static String ids(String query) throws SQLException {
        StringBuilder ids = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                ids.append(rows.getLong(1)).append(',');
            }
        }
        return ids.toString();
    }
}
