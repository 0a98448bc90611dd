package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Estimates of plans follow the values of the tables, as far as samples show them. */
class TableSampleTest {
    private static final String DIGITS =
            "SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS k FROM digits a, digits b, digits c, digits d";

    @TempDir
    private Path directory;

    private Connection connection;

    @BeforeEach
    void createTables() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
        execute(
                "CREATE TABLE digits (n INT)",
                "INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                "CREATE TABLE big AS SELECT k, k - k / 100 * 100 AS v, 'all the same' AS s FROM (" + DIGITS + ")");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void anyConditionIsComputedOnTheSample() throws SQLException {
        assertThat(estimate("v = 7", "BatchFilter|LanceTableScan.*pushed")).isBetween(60.0, 140.0);
        assertThat(estimate("v < 50 AND v + 1 > 40", "BatchFilter")).isBetween(850.0, 1150.0);
        assertThat(estimate("s LIKE '%same'", "BatchFilter|LanceTableScan.*pushed"))
                .isEqualTo(10_000);
    }

    @Test
    void sampleIsTakenAgainWhenTheRowsAreReplaced() throws SQLException {
        assertThat(estimate("v = 7", "BatchFilter|LanceTableScan.*pushed")).isBetween(60.0, 140.0);
        execute("INSERT OVERWRITE big SELECT k, 7, 'x' FROM (" + DIGITS + ")");
        assertThat(estimate("v = 7", "BatchFilter|LanceTableScan.*pushed")).isEqualTo(10_000);
    }

    @Test
    void columnsOfALaterPlanAreAddedToTheSample() throws SQLException {
        assertThat(estimate("v = 7", "BatchFilter|LanceTableScan.*pushed")).isBetween(60.0, 140.0);
        assertThat(estimate("s = 'none'", "BatchFilter|LanceTableScan.*pushed")).isLessThan(10);
    }

    @Test
    void textsAreThoseOfTheSampledRows() throws SQLException {
        execute("CREATE TABLE texts AS SELECT k, 'text number ' || CAST(k - k / 7 * 7 AS VARCHAR) AS t FROM big");
        String groups = "SELECT t, count(*) FROM texts, digits WHERE k - k / 10 * 10 = n GROUP BY t";
        assertThat(rows(groups, "BatchAggregate")).isEqualTo(7);
        String some = "SELECT count(*) FROM texts, digits WHERE k = n AND t LIKE '%number 3'";
        assertThat(rows(some, "BatchFilter|LanceTableScan.*pushed")).isBetween(1_300.0, 1_600.0);
    }

    @Test
    void valuesOfAKeyAreCounted() throws SQLException {
        assertThat(rows("SELECT b.v, count(*) FROM big b, digits d WHERE b.v = d.n GROUP BY b.v", "BatchAggregate"))
                .isBetween(50.0, 140.0);
    }

    @Test
    void valuesThatComeAgainAtEvenDistancesAreNotTakenForFew() throws SQLException {
        execute("CREATE TABLE wide AS SELECT 10000 * n + k AS k, (10000 * n + k) - (10000 * n + k) / 12500 * 12500 AS v"
                + " FROM big, digits");
        assertThat(rows("SELECT v, count(*) FROM wide, digits WHERE k - k / 10 * 10 = n GROUP BY v", "BatchAggregate"))
                .isBetween(9_000.0, 17_000.0);
    }

    @Test
    void columnThatRefersToAKeyHasNoMoreValuesThanTheKey() throws SQLException {
        execute("CREATE TABLE wide AS SELECT 8 * (i - i / 1024 * 1024) + i / 12500 AS v"
                + " FROM (SELECT 10000 * n + k AS i FROM big, digits)");
        assertThat(rows("SELECT * FROM wide, big WHERE wide.v = big.k", "BatchJoin"))
                .isEqualTo(100_000);
    }

    private double estimate(String condition, String operator) throws SQLException {
        return rows("SELECT count(*) FROM big, digits WHERE k = n AND " + condition, operator);
    }

    /** Estimated rows of the first operator of a kind. */
    private double rows(String query, String operator) throws SQLException {
        String plan = Rows.of(connection, "EXPLAIN " + query).stream()
                .map(row -> String.valueOf(row.get(0)))
                .collect(Collectors.joining("\n"));
        Matcher line = Pattern.compile("(?:" + operator + ").*~(\\d+) rows").matcher(plan);
        assertThat(line.find()).as(plan).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
