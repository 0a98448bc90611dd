package org.lancesql.sqltests;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;

/** Results as lists of plain values, comparable between databases. */
public final class Rows {
    private Rows() {}

    /** All rows; exact numbers as BigDecimal, approximate ones as Double, dates and timestamps as java.time. */
    public static List<List<Object>> of(Connection connection, String sql) throws SQLException {
        return of(connection, sql, 0);
    }

    /** The same with a timeout, 0 for none. */
    public static List<List<Object>> of(Connection connection, String sql, int timeoutSeconds) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(timeoutSeconds);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return read(rows);
            }
        }
    }

    /** What is left of a result. */
    public static List<List<Object>> read(ResultSet rows) throws SQLException {
        List<List<Object>> result = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<Object> row = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                row.add(plain(rows.getObject(column)));
            }
            result.add(row);
        }
        return result;
    }

    /** The rows as text, sorted, for results without an order. */
    public static List<String> sorted(List<List<Object>> rows) {
        return text(rows).stream().sorted().toList();
    }

    /** The rows as text in which 1.50 equals 1.5, for results whose types may differ between databases. */
    public static List<String> text(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(Rows::text).toList().toString())
                .toList();
    }

    static long count(Connection connection, String sql) throws SQLException {
        return ((BigDecimal) of(connection, sql).get(0).get(0)).longValueExact();
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            return number.isNaN() || number.isInfinite()
                    ? number.toString()
                    : text(new BigDecimal(number).round(new MathContext(12)));
        }
        if (value instanceof BigDecimal number) {
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }

    private static Object plain(Object value) {
        if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        }
        if (value instanceof Number number && !(value instanceof BigDecimal)) {
            return BigDecimal.valueOf(number.longValue());
        }
        if (value instanceof Date date) {
            return date.toLocalDate();
        }
        if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        return value;
    }
}
