package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Arrays, rows and maps through JDBC's own interfaces. */
class NestedValuesTest {
    private Connection connection;

    @BeforeEach
    void create() throws SQLException {
        connection = DriverManager.getConnection("jdbc:lance:");
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "CREATE TABLE t (id INT, v REAL VECTOR(3), a INT ARRAY, r ROW(x INT, y VARCHAR), m MAP<VARCHAR, INT>)");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void insert(Object vector, Object array, Object row, Object map) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (1, ?, ?, ?, ?)")) {
            insert.setObject(1, vector);
            insert.setObject(2, array);
            insert.setObject(3, row);
            insert.setObject(4, map);
            insert.executeUpdate();
        }
    }

    private ResultSet row() throws SQLException {
        ResultSet rows = connection.createStatement().executeQuery("SELECT v, a, r, m FROM t");
        assertThat(rows.next()).isTrue();
        return rows;
    }

    @Test
    void arraysAreReadAsArraysOfPrimitivesAndLists() throws SQLException {
        insert(new float[] {1.5f, 2, 3}, List.of(4, 5), null, null);
        try (ResultSet rows = row()) {
            assertThat(rows.getObject(1, float[].class)).containsExactly(1.5f, 2f, 3f);
            assertThat(rows.getObject(1, double[].class)).containsExactly(1.5, 2.0, 3.0);
            assertThat(rows.getObject(2, int[].class)).containsExactly(4, 5);
            assertThat(rows.getObject(2, long[].class)).containsExactly(4L, 5L);
            assertThat(rows.getObject(2, String[].class)).containsExactly("4", "5");
            assertThat(rows.getObject(2, List.class)).isEqualTo(List.of(4, 5));
            assertThat(rows.getString(1)).isEqualTo("[1.5, 2.0, 3.0]");
        }
    }

    @Test
    void arraysShowTheirElementsAsRows() throws SQLException {
        insert(null, connection.createArrayOf("INTEGER", new Object[] {7, null, 9}), null, null);
        try (ResultSet rows = row()) {
            Array array = rows.getArray(2);
            assertThat(array.getBaseType()).isEqualTo(Types.INTEGER);
            assertThat((Object[]) array.getArray(2, 2)).containsExactly(null, 9);
            try (ResultSet elements = array.getResultSet()) {
                assertThat(elements.next()).isTrue();
                assertThat(elements.getInt("INDEX")).isOne();
                assertThat(elements.getInt("VALUE")).isEqualTo(7);
                assertThat(elements.next()).isTrue();
                assertThat(elements.getObject(2)).isNull();
                assertThat(elements.next()).isTrue();
                assertThat(elements.next()).isFalse();
            }
        }
    }

    @Test
    void rowsAndMapsAreReadAsStructsAndMaps() throws SQLException {
        insert(null, null, connection.createStruct("ROW", new Object[] {1, "x"}), Map.of("k", 2));
        try (ResultSet rows = row()) {
            assertThat(((java.sql.Struct) rows.getObject(3)).getAttributes()).containsExactly(1, "x");
            assertThat(rows.getObject(3, Map.class)).isEqualTo(Map.of("x", 1, "y", "x"));
            assertThat(rows.getObject(4)).isEqualTo(Map.of("k", 2));
            assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo("REAL ARRAY");
            assertThat(rows.getMetaData().getColumnType(3)).isEqualTo(Types.STRUCT);
            assertThat(rows.getMetaData().getColumnClassName(4)).isEqualTo(Map.class.getName());
        }
    }

    @Test
    void valuesThatDoNotFitAreRefused() throws SQLException {
        assertState("22023", () -> insert(new float[] {1, 2}, null, null, null));
        assertState("22018", () -> insert(List.of("a", "b", "c"), null, null, null));
        assertState("42804", () -> insert(null, Map.of("a", 1), null, null));
        assertState("42804", () -> insert(null, null, List.of(1, "x", 3), null));
        assertState("22003", () -> insert(null, List.of(5_000_000_000L), null, null));
        insert(null, Arrays.asList(1, null), null, null);
        try (ResultSet rows = row()) {
            assertState("22004", () -> rows.getObject(2, int[].class));
            assertState("07006", () -> rows.getInt(2));
            assertThat(rows.getObject(2, Integer[].class)).containsExactly(1, null);
        }
    }

    private static void assertState(String state, ThrowingCallable call) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.getSQLState()).isEqualTo(state));
    }
}
