package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The 22 TPC-H queries, in the text that {@code src/test/resources/tpch} holds, on LanceSQL and on DuckDB. */
class TpchTest {
    private static final double SCALE_FACTOR = 0.01;
    private static final Set<String> COMPARES_WITH_ONE_ROW = Set.of("q11", "q22");

    private static Connection lance;
    private static Connection duckDb;

    @BeforeAll
    static void loadTheSameRows(@TempDir Path directory) throws SQLException {
        TpchData.writeLance(directory, SCALE_FACTOR);
        lance = DriverManager.getConnection("jdbc:lance:" + directory + "?readOnly=true");
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
        TpchData.writeDuckDb(duckDb, SCALE_FACTOR);
    }

    @AfterAll
    static void close() throws SQLException {
        if (lance != null) {
            lance.close();
        }
        if (duckDb != null) {
            duckDb.close();
        }
    }

    static Stream<String> queries() {
        return Stream.iterate(1, number -> number + 1).limit(22).map("q%02d"::formatted);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void answerIsThatOfDuckDb(String query) throws SQLException {
        List<List<Object>> actual = Rows.of(lance, text(query));
        List<List<Object>> expected = Rows.of(duckDb, text(query));
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            for (int column = 0; column < expected.get(row).size(); column++) {
                assertThat(actual.get(row).get(column))
                        .as("row %s, column %s", row + 1, column + 1)
                        .matches(
                                equalTo(expected.get(row).get(column)),
                                "equal to DuckDB's " + expected.get(row).get(column));
            }
        }
    }

    /**
     * Where tables are joined there is a key in each of the 22. Q11 and Q22 also compare with one value out of a
     * sub-query, which may be planned as a join with one row.
     */
    @ParameterizedTest
    @MethodSource("queries")
    void planHasNoCrossJoin(String query) throws SQLException {
        List<String> plan = Rows.of(lance, "EXPLAIN " + text(query)).stream()
                .flatMap(row -> String.valueOf(row.get(0)).lines())
                .toList();
        assertThat(plan).as("plan").anyMatch(line -> line.contains("LanceTableScan"));
        assertThat(plan.stream().filter(TpchTest::isCrossJoin).toList())
                .as("cross joins in%n%s", String.join("\n", plan))
                .hasSizeLessThanOrEqualTo(COMPARES_WITH_ONE_ROW.contains(query) ? 1 : 0);
    }

    private static boolean isCrossJoin(String planLine) {
        return (planLine.contains("Join") && planLine.contains("condition=[true]"))
                || planLine.contains("CrossJoin")
                || planLine.contains("Correlate");
    }

    /**
     * Exact types are compared exactly. Where DuckDB divides decimals or takes their average it answers with a DOUBLE
     * and we with a DECIMAL; then the two may differ by half a unit of our last digit, for our rounding, and by 1e-12 of
     * the value, for DuckDB's.
     */
    private static Predicate<Object> equalTo(Object expected) {
        return actual -> {
            if (expected instanceof BigDecimal decimal) {
                return actual instanceof BigDecimal number && number.compareTo(decimal) == 0;
            }
            if (expected instanceof Double approximate && actual instanceof BigDecimal number) {
                BigDecimal exact = new BigDecimal(approximate);
                BigDecimal tolerance = BigDecimal.ONE
                        .movePointLeft(number.scale())
                        .divide(BigDecimal.valueOf(2))
                        .add(exact.abs().movePointLeft(12));
                return number.subtract(exact).abs().compareTo(tolerance) <= 0;
            }
            if (expected instanceof Double approximate && actual instanceof Double number) {
                return twelveDigits(number).compareTo(twelveDigits(approximate)) == 0;
            }
            return Objects.equals(expected, actual);
        };
    }

    private static BigDecimal twelveDigits(double value) {
        return new BigDecimal(value).round(new MathContext(12, RoundingMode.HALF_EVEN));
    }

    private static String text(String query) {
        try (InputStream stream = TpchTest.class.getResourceAsStream("/tpch/" + query + ".sql")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
