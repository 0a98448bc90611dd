package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand rows of VALUES: with constants, with expressions, and with parameters. */
class ManyRowsTest {
    private static final int ROWS = 1_000;

    @TempDir
    private Path directory;

    private Connection connection;
    private Statement statement;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:" + directory);
        statement = connection.createStatement();
        statement.execute("CREATE TABLE t (id BIGINT, n INTEGER, s VARCHAR, d DATE, x DECIMAL(10, 2))");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private static String rows(String row) {
        return IntStream.range(0, ROWS)
                .mapToObj(id -> row.replace("#", Integer.toString(id)))
                .collect(Collectors.joining(", "));
    }

    private List<String> read(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }

    @Test
    @Timeout(240)
    void rowsOfExpressionsAreComputedEach() throws SQLException {
        String row = "(#, -(#), 'row ' || '#', DATE '2020-01-01' + INTERVAL '1' DAY, # * 0.25)";
        assertThat(statement.executeUpdate("INSERT INTO t VALUES (-1, NULL, NULL, '2019-05-06', 7), " + rows(row)))
                .isEqualTo(ROWS + 1);
        assertThat(read("SELECT count(*), sum(id), sum(n), count(DISTINCT s), min(d), max(d), sum(x) FROM t"))
                .containsExactly("1001 499499 -499500 1000 2019-05-06 2020-01-02 124882.00");
        assertThat(read("SELECT * FROM t WHERE id IN (-1, 777) ORDER BY id"))
                .containsExactly("-1 null null 2019-05-06 7.00", "777 -777 row 777 2020-01-02 194.25");
    }

    @Test
    @Timeout(240)
    void rowsOfParametersAreThoseThatAreBound() throws SQLException {
        String sql = "INSERT INTO t (id, s) VALUES " + rows("(?, upper(CAST(? AS VARCHAR)))");
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int id = 0; id < ROWS; id++) {
                insert.setLong(2 * id + 1, id);
                insert.setString(2 * id + 2, "row " + id);
            }
            assertThat(insert.executeUpdate()).isEqualTo(ROWS);
        }
        assertThat(read("SELECT count(*), sum(id) FROM t WHERE s = 'ROW ' || CAST(id AS VARCHAR)"))
                .containsExactly("1000 499500");
    }

    @Test
    @Timeout(240)
    void rowThatFailsFailsTheStatement() throws SQLException {
        String sql = "INSERT INTO t (id, n) VALUES (1, 10 / (3 - 3)), " + rows("(#, 1 + #)");
        assertThatThrownBy(() -> statement.executeUpdate(sql))
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("22012");
        assertThat(read("SELECT count(*) FROM t")).containsExactly("0");
    }

    @Test
    @Timeout(240)
    void randomValuesAreOneForEachRow() throws SQLException {
        assertThat(read("SELECT count(*), count(DISTINCT r) > 990 FROM (VALUES " + rows("(#, RAND())")
                        + ") AS v (id, r)"))
                .containsExactly("1000 true");
    }
}
