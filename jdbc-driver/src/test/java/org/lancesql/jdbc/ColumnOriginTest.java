package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A column of a query is described by the table that it comes from, though others have the same name. */
class ColumnOriginTest {
    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private Connection connection;

    @BeforeEach
    void makeTables() throws SQLException {
        connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a VARCHAR(10), b JSON, c VARBINARY(3))");
            statement.execute("CREATE TEMPORARY TABLE t (a VARCHAR(20), b VARCHAR, c VARBINARY(4))");
            statement.execute("CREATE OR REPLACE TABLE v (a VARCHAR(5))");
            statement.execute("CREATE OR REPLACE TABLE v (a VARCHAR(6))");
            statement.execute("CREATE TABLE w (a VARCHAR(7))");
            statement.execute("CREATE VIEW seen AS SELECT a FROM w");
            statement.execute("CREATE TEMPORARY TABLE seen (a VARCHAR(8))");
        }
    }

    /** The types of the table that a query makes: those of the columns that it reads. */
    private List<String> made(String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE made AS " + query);
            List<String> types = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SHOW COLUMNS FROM made")) {
                while (rows.next()) {
                    types.add(rows.getString("type"));
                }
            }
            return types;
        }
    }

    @Test
    void temporaryTableThatHidesAnother() throws SQLException {
        assertThat(made("SELECT * FROM main.t")).containsExactly("VARCHAR(10)", "JSON", "VARBINARY(3)");
        assertThat(made("SELECT * FROM t")).containsExactly("VARCHAR(20)", "VARCHAR", "VARBINARY(4)");
        assertThat(made("SELECT m.b AS mb, n.b AS nb, m.a AS ma, n.a AS na FROM main.t m, t n"))
                .containsExactly("JSON", "VARCHAR", "VARCHAR(10)", "VARCHAR(20)");
        assertThat(made("SELECT n.b AS nb, m.b AS mb, n.c AS nc, m.c AS mc FROM temp.t n, main.t m"))
                .containsExactly("VARCHAR", "JSON", "VARBINARY(4)", "VARBINARY(3)");
    }

    @Test
    void resultsNameTheTypesOfTheirTables() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT m.b, n.b FROM main.t m, temp.t n")) {
            ResultSetMetaData metadata = rows.getMetaData();
            assertThat(metadata.getColumnTypeName(1)).isEqualTo("JSON");
            assertThat(metadata.getColumnTypeName(2)).isEqualTo("VARCHAR");
        }
    }

    @Test
    void versionsOfOneTable() throws SQLException {
        assertThat(made("SELECT o.a AS o, n.a AS n FROM v FOR VERSION AS OF 1 o, v n"))
                .containsExactly("VARCHAR(5)", "VARCHAR(6)");
        assertThat(made("SELECT n.a AS n, o.a AS o FROM v FOR VERSION AS OF 1 o, v n"))
                .containsExactly("VARCHAR(6)", "VARCHAR(5)");
    }

    @Test
    void viewIsNoTableOfItsName() throws SQLException {
        assertThat(made("SELECT m.a AS m, n.a AS n FROM main.seen m, temp.seen n"))
                .containsExactly("VARCHAR", "VARCHAR(8)");
    }

    @Test
    void recursiveQueryHasNoTable() throws SQLException {
        assertThat(made("WITH RECURSIVE t (a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM t WHERE a < 3) SELECT a FROM t"))
                .containsExactly("INTEGER");
    }
}
