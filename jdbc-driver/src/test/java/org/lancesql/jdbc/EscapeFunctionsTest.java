package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every function that DatabaseMetaData lists can be called, by JDBC's escape for it. */
class EscapeFunctionsTest {
    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private static final String NOON = "TIMESTAMP '2024-02-29 12:34:56'";

    /** Arguments of each function, and what it then gives; an empty text for what changes with the time or the database. */
    private static final Map<String, List<String>> CALLS = new TreeMap<>();

    private static void call(String name, String arguments, String result) {
        CALLS.put(name, List.of(arguments, result));
    }

    static {
        call("ABS", "-2", "2");
        call("ACOS", "1", "0.0");
        call("ASIN", "0", "0.0");
        call("ATAN", "0", "0.0");
        call("ATAN2", "0, 1", "0.0");
        call("CBRT", "27", "3.0");
        call("CEILING", "1.5", "2");
        call("COS", "0", "1.0");
        call("COT", "1", "0.6420926159343306");
        call("DEGREES", "0", "0.0");
        call("EXP", "0", "1.0");
        call("FLOOR", "1.5", "1");
        call("LOG", "1", "0.0");
        call("LOG10", "100", "2.0");
        call("MOD", "7, 4", "3");
        call("PI", "", "3.141592653589793");
        call("POWER", "2, 3", "8.0");
        call("RADIANS", "0", "0.0");
        call("RAND", "", "");
        call("ROUND", "2.25, 1", "2.30");
        call("SIGN", "-3", "-1");
        call("SIN", "0", "0.0");
        call("SQRT", "4", "2.0");
        call("TAN", "0", "0.0");
        call("TRUNCATE", "2.29, 1", "2.20");
        call("ASCII", "'A'", "65");
        call("CHAR", "65", "A");
        call("CONCAT", "'a', 'b'", "ab");
        call("DIFFERENCE", "'Smith', 'Smyth'", "4");
        call("INSERT", "'abcd', 2, 1, 'X'", "aXcd");
        call("LCASE", "'AB'", "ab");
        call("LEFT", "'abc', 2", "ab");
        call("LENGTH", "'abc'", "3");
        call("LOCATE", "'b', 'abc'", "2");
        call("LTRIM", "' a'", "a");
        call("REPEAT", "'ab', 2", "abab");
        call("REPLACE", "'abc', 'b', 'x'", "axc");
        call("REVERSE", "'abc'", "cba");
        call("RIGHT", "'abc', 2", "bc");
        call("RTRIM", "'a '", "a");
        call("SOUNDEX", "'Smith'", "S530");
        call("SPACE", "2", "  ");
        call("SUBSTRING", "'abcd', 2, 2", "bc");
        call("UCASE", "'ab'", "AB");
        call("CONVERT", "'12', SQL_INTEGER", "12");
        call("DATABASE", "", "");
        call("IFNULL", "NULL, 1", "1");
        call("CURDATE", "", "");
        call("CURTIME", "", "");
        call("DAYOFMONTH", NOON, "29");
        call("DAYOFWEEK", NOON, "5");
        call("DAYOFYEAR", NOON, "60");
        call("HOUR", NOON, "12");
        call("MINUTE", NOON, "34");
        call("MONTH", NOON, "2");
        call("NOW", "", "");
        call("QUARTER", NOON, "1");
        call("SECOND", NOON, "56");
        call("TIMESTAMPADD", "SQL_TSI_DAY, 1, " + NOON, "2024-03-01 12:34:56");
        call("TIMESTAMPDIFF", "SQL_TSI_DAY, " + NOON + ", TIMESTAMP '2024-03-01 12:34:56'", "1");
        call("WEEK", NOON, "9");
        call("YEAR", NOON, "2024");
    }

    @Test
    void everyListedFunctionWorks() throws SQLException {
        DatabaseMetaData metaData = database.connect().getMetaData();
        List<String> listed = Stream.of(
                        metaData.getNumericFunctions(),
                        metaData.getStringFunctions(),
                        metaData.getSystemFunctions(),
                        metaData.getTimeDateFunctions())
                .flatMap(names -> Stream.of(names.split(",")))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(CALLS.keySet());
        StringBuilder wrong = new StringBuilder();
        try (Statement statement = database.connect().createStatement()) {
            CALLS.forEach((name, call) -> {
                String sql = "SELECT {fn " + name + "(" + call.get(0) + ")}";
                try (ResultSet rows = statement.executeQuery(sql)) {
                    rows.next();
                    if (!call.get(1).isEmpty() && !call.get(1).equals(rows.getString(1))) {
                        wrong.append(sql)
                                .append(" gives ")
                                .append(rows.getString(1))
                                .append('\n');
                    }
                } catch (SQLException e) {
                    wrong.append(sql).append(" fails: ").append(e.getMessage()).append('\n');
                }
            });
        }
        assertThat(wrong.toString()).isEmpty();
    }

    @Test
    void everyKeywordIsReserved() throws SQLException {
        try (Statement statement = database.connect().createStatement()) {
            String[] keywords =
                    database.connect().getMetaData().getSQLKeywords().split(",");
            assertThat(keywords)
                    .contains("LIMIT", "QUALIFY")
                    .doesNotContain("SELECT")
                    .isSorted();
            for (String keyword : keywords) {
                assertThatThrownBy(() -> statement.execute("SELECT 1 AS " + keyword))
                        .as(keyword)
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void functionsAreListedByName() throws SQLException {
        DatabaseMetaData metaData = database.connect().getMetaData();
        try (ResultSet rows = metaData.getFunctions(null, null, "date\\_%")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("FUNCTION_NAME")).startsWith("DATE_");
            assertThat(rows.getShort("FUNCTION_TYPE")).isEqualTo((short) DatabaseMetaData.functionNoTable);
        }
    }
}
