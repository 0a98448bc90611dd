package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which statements run in batches from end to end, and which still run in part row by row: docs/row-operators.md lists them. */
class RowOperatorsTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "row-operators.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("^\\| `(Enumerable\\w+)` \\| `(.+?)` \\|", Pattern.MULTILINE);

    @TempDir
    private static Path directory;

    @BeforeAll
    static void createTables() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "create table t (id int, g varchar, h int, x double, y double, d decimal(10, 2), b boolean,"
                            + " ts timestamp, dt date, arr int array)",
                    "create table u (id int, g varchar, v bigint)",
                    "insert into t values (1, 'a', 1, 1.5, 2, 2.5, true, timestamp '2020-01-01 00:00:00',"
                            + " date '2020-01-01', array[1, 2])",
                    "insert into u values (1, 'a', 10), (3, null, 20)")) {
                statement.executeUpdate(sql);
            }
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:lance:" + directory);
    }

    private static String plan(Statement statement, String sql) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet lines = statement.executeQuery("explain " + sql)) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    @Test
    void commonStatementsRunInBatchesFromEndToEnd() throws IOException, SQLException {
        List<String> crossing = new ArrayList<>();
        List<String> statements;
        try (var script = RowOperatorsTest.class.getResourceAsStream("/batch-statements.sql")) {
            statements = new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("--"))
                    .toList();
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (plan(statement, sql).contains("Enumerable")) {
                    crossing.add(sql);
                }
            }
        }
        assertThat(statements).hasSizeGreaterThan(100);
        assertThat(crossing).isEmpty();
    }

    @Test
    void documentedStatementsAreTheOnesThatRunRowByRow() throws IOException, SQLException {
        Matcher examples = EXAMPLE.matcher(Files.readString(DOCUMENTATION));
        List<String> operators = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            while (examples.find()) {
                operators.add(examples.group(1));
                assertThat(plan(statement, examples.group(2)))
                        .as(examples.group(2))
                        .containsPattern(examples.group(1) + "[( ]");
            }
        }
        assertThat(operators).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    }
}
