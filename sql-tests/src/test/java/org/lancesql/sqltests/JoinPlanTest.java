package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In which order the joins of TPC-H queries are done, and which side of each is kept in memory. Written as {@code (probe *
 * kept)}; {@code semi} and {@code anti} joins by name, {@code group} for an aggregate, {@code #1} for a part that is computed
 * once for several places.
 */
class JoinPlanTest {
    private static final double SCALE_FACTOR = 0.01;
    private static final Pattern JOIN = Pattern.compile("joinType=\\[(\\w+)\\], build=\\[(\\w+)\\]");
    private static final Pattern TABLE = Pattern.compile("table=\\[\\[main, (\\w+)\\]\\]");
    private static final Pattern PART = Pattern.compile("part=\\[(\\d+)\\]");

    private static Connection lance;

    @BeforeAll
    static void load(@TempDir Path directory) throws SQLException {
        TpchData.writeLance(directory, SCALE_FACTOR);
        lance = DriverManager.getConnection("jdbc:lance:" + directory + "?readOnly=true");
    }

    @AfterAll
    static void close() throws SQLException {
        if (lance != null) {
            lance.close();
        }
    }

    @Test
    void existsKeepsTheFewOrdersAndReadsTheManyItems() throws SQLException {
        assertThat(shape("q04")).isEqualTo("group (lineitem semi orders)");
    }

    @Test
    void partsOfOneTypeComeFirst() throws SQLException {
        assertThat(shape("q08")).contains("(lineitem * part)");
    }

    @Test
    void keysOfTwoColumnsDoNotLookRarerThanTheyAre() throws SQLException {
        assertThat(shape("q09")).contains("(lineitem * ((partsupp * part) * (supplier * nation)))");
    }

    @Test
    void filteredInputsAreKnownToBeSmallAndKept() throws SQLException {
        assertThat(shape("q08")).contains("(orders * (lineitem * part))");
        assertThat(shape("q09")).contains("(orders * (lineitem * ");
    }

    @Test
    void amountsAreSummedOnlyForTheParts() throws SQLException {
        assertThat(shape("q20")).contains("group (lineitem semi #1 part)");
    }

    @Test
    void suppliersWithoutComplaintsAreAnAntiJoin() throws SQLException {
        assertThat(shape("q16")).contains("anti").doesNotContain("left");
    }

    @Test
    void averagesAreTakenOnlyOfTheItemsOfTheParts() throws SQLException {
        assertThat(shape("q17")).contains("group (lineitem semi #1 part)");
    }

    @Test
    void waitingSuppliersReadItemsThreeTimesAndNoMore() throws SQLException {
        String shape = shape("q21");
        assertThat(shape.split("lineitem", -1)).as(shape).hasSize(4);
        assertThat(shape).contains("(lineitem * (supplier * nation))").doesNotContain("group (group");
    }

    @Test
    void customersWithoutOrdersAreKeptAndOrdersReadPast() throws SQLException {
        assertThat(shape("q22")).contains("(orders anti (customer * group customer))");
    }

    @Test
    void revenueOfTheViewIsComputedOnce() throws SQLException {
        assertThat(shape("q15").split("#1 group lineitem", -1)).hasSize(3);
    }

    @Test
    void sizesOfFilteredTablesAreThoseOfASample() throws SQLException {
        String plan = String.join(
                "\n",
                plan("SELECT count(*) FROM orders, lineitem WHERE o_orderkey = l_orderkey AND l_shipdate > l_commitdate"
                        + " AND o_orderstatus = 'P'"));
        long orders = Rows.of(lance, "SELECT count(*) FROM orders WHERE o_orderstatus = 'P'").stream()
                .mapToLong(row -> ((Number) row.get(0)).longValue())
                .sum();
        Matcher estimate = Pattern.compile("o_orderstatus\\]\\].*?~(\\d+) rows|'P'.*?~(\\d+) rows")
                .matcher(plan);
        assertThat(estimate.find()).as(plan).isTrue();
        String rows = estimate.group(1) == null ? estimate.group(2) : estimate.group(1);
        assertThat(Double.parseDouble(rows)).as(plan).isBetween(orders * 0.5, orders * 2.0);
    }

    private static String shape(String query) throws SQLException {
        List<String> lines = new ArrayList<>(plan(text(query)));
        return shape(lines);
    }

    private static List<String> plan(String query) throws SQLException {
        return Rows.of(lance, "EXPLAIN " + query).stream()
                .flatMap(row -> String.valueOf(row.get(0)).lines())
                .toList();
    }

    /** Takes the first line and all below it off the list. */
    private static String shape(List<String> lines) {
        String line = lines.remove(0);
        if (line.contains("BatchJoin(")) {
            Matcher join = JOIN.matcher(line);
            assertThat(join.find()).as(line).isTrue();
            String left = shape(lines);
            String right = shape(lines);
            String kind = join.group(1).equals("inner") ? "*" : join.group(1);
            return join.group(2).equals("left")
                    ? "(" + right + " " + kind + " " + left + ")"
                    : "(" + left + " " + kind + " " + right + ")";
        }
        if (line.contains("LanceTableScan(")) {
            return first(TABLE, line);
        }
        if (line.contains("BatchAggregate(")) {
            return "group " + shape(lines);
        }
        return line.contains("BatchShared(") ? "#" + first(PART, line) + " " + shape(lines) : shape(lines);
    }

    private static String first(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return matcher.group(1);
    }

    private static String text(String query) {
        try (InputStream stream = JoinPlanTest.class.getResourceAsStream("/tpch/" + query + ".sql")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
