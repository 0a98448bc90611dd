package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page of SQL:2016 features says what is so: a statement of each feature is run, and the page is made of the same list,
 * {@code conformance/sql-2016.tsv}. {@code make accept} writes the page.
 */
class Sql2016Test {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path LIST = MODULE.resolve("src/test/resources/conformance/sql-2016.tsv");
    private static final Path SCRIPTS = MODULE.resolve("src/test/resources/sql");
    private static final Path PAGE = MODULE.resolveSibling("docs").resolve("sql-2016.md");
    private static final String HEAD = """
            # SQL:2016 features

            The mandatory features of SQL:2016 (Core SQL), and some optional ones. Yes and partly mean that a statement of the
            feature runs in a test, no means that it is refused; the script shows more of it. This page is generated from
            `sql-tests/src/test/resources/conformance/sql-2016.tsv`.

            | feature | name | supported | script | remark |
            |---|---|---|---|---|
            """;

    private record Feature(String id, String name, String support, String script, String probe, String remark) {
        static Feature of(String line) {
            String[] fields = line.split("\t", -1);
            return new Feature(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
        }

        String row() {
            String link =
                    script.isEmpty() ? "" : "[" + script + "](../sql-tests/src/test/resources/sql/" + script + ")";
            return "| " + String.join(" | ", id, name, support, link, remark) + " |\n";
        }
    }

    @Test
    void pageIsMadeOfTheList() throws IOException {
        String page = HEAD + features().stream().map(Feature::row).collect(Collectors.joining());
        if (Boolean.getBoolean("lancesql.quidem.accept")) {
            Files.writeString(PAGE, page, StandardCharsets.UTF_8);
        }
        assertThat(PAGE).hasContent(page);
    }

    @Test
    void statementsOfFeaturesRunWhereTheListSaysSo() throws IOException, SQLException {
        for (Feature feature : features()) {
            assertThat(feature.support()).isIn("yes", "partly", "no");
            if (!feature.probe().isEmpty()) {
                assertThat(runs(feature.probe()))
                        .as("%s, %s: %s", feature.id(), feature.name(), feature.probe())
                        .isEqualTo(!feature.support().equals("no"));
            }
        }
    }

    @Test
    void whatIsSupportedHasAScript() throws IOException {
        assertThat(features()).allSatisfy(feature -> {
            if (!feature.support().equals("no")) {
                assertThat(feature.script()).isNotEmpty();
                assertThat(feature.probe()).isNotEmpty();
            }
            assertThat(SCRIPTS.resolve(feature.script())).exists();
        });
    }

    private static List<Feature> features() throws IOException {
        return Files.readAllLines(LIST, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Feature::of)
                .toList();
    }

    private static boolean runs(String probe) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:lance:?sync=os");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t1 (a INT, b VARCHAR)");
            statement.execute("CREATE TABLE t2 (c INT, d DATE)");
            statement.execute("INSERT INTO t1 VALUES (1, 'x'), (2, NULL)");
            connection.setAutoCommit(false);
            return runs(statement, probe);
        }
    }

    private static boolean runs(Statement statement, String probe) {
        try {
            statement.execute(probe);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
