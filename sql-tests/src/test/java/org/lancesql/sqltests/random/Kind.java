package org.lancesql.sqltests.random;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of random columns, with values that tend to go wrong: NULL first, then ordinary ones, then extremes. */
public enum Kind {
    INT("INT", "NULL", "0", "1", "2", "3", "5", "-1", "7", "100", "2147483647", "-2147483648"),
    BIGINT("BIGINT", "NULL", "0", "1", "2", "3", "4", "-2", "1000000", "9223372036854775807", "-9223372036854775808"),
    DECIMAL(
            "DECIMAL(10, 2)",
            "NULL",
            "0.00",
            "1.00",
            "1.50",
            "2.25",
            "-0.50",
            "10.99",
            "0.01",
            "99999999.99",
            "-99999999.99"),
    DOUBLE(
            "DOUBLE",
            "NULL",
            "0e0",
            "1e0",
            "1.5e0",
            "-2.25e0",
            "1e10",
            "CAST('NaN' AS DOUBLE)",
            "CAST('-0.0' AS DOUBLE)",
            "CAST('Infinity' AS DOUBLE)",
            "CAST('-Infinity' AS DOUBLE)"),
    TEXT(
            "VARCHAR", "NULL", "'a'", "'b'", "''", "'ab'", "'abc'", "'B'", "'ä'", "'zz'", "'it''s'", "'10%'", "'x_y'",
            "' a '", "'🐟b'"),
    DATE(
            "DATE",
            "NULL",
            "DATE '2024-01-01'",
            "DATE '2024-01-02'",
            "DATE '2024-02-29'",
            "DATE '1970-01-01'",
            "DATE '1969-12-31'",
            "DATE '0100-03-01'",
            "DATE '9000-12-31'"),
    TIMESTAMP(
            "TIMESTAMP",
            "NULL",
            "TIMESTAMP '2024-01-01 00:00:00'",
            "TIMESTAMP '2024-01-01 12:30:15'",
            "TIMESTAMP '2024-02-29 23:59:59.999999'",
            "TIMESTAMP '1969-12-31 23:59:59.5'",
            "TIMESTAMP '1900-03-01 01:02:03.000004'"),
    BOOLEAN("BOOLEAN", "NULL", "TRUE", "FALSE");

    private final String sql;
    private final List<String> literals;

    Kind(String sql, String... literals) {
        this.sql = sql;
        this.literals = List.of(literals);
    }

    /** The type in SQL. */
    public String sql() {
        return sql;
    }

    /** Literals, NULL first. */
    List<String> literals() {
        return literals;
    }

    /** The types that are cast to this one. */
    List<Kind> castable() {
        return Arrays.stream(values())
                .filter(other -> this == TEXT
                        || other == TEXT
                        || this == other
                        || (isNumeric() && other.isNumeric())
                        || (isMoment() && other.isMoment()))
                .toList();
    }

    private boolean isMoment() {
        return this == DATE || this == TIMESTAMP;
    }

    boolean isNumeric() {
        return this == INT || this == BIGINT || this == DECIMAL || this == DOUBLE;
    }

    /** One of the literals as a parameter. */
    @Nullable Object javaValue(int number) {
        String literal = literals.get(number);
        String text = literal.replaceFirst("^CAST\\('(.*)' AS .*$", "$1")
                .replaceFirst("^(DATE |TIMESTAMP )?'(.*)'$", "$2")
                .replace("''", "'");
        if (literal.equals("NULL")) {
            return null;
        }
        return switch (this) {
            case INT -> Integer.valueOf(text);
            case BIGINT -> Long.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case DOUBLE -> Double.valueOf(text);
            case TEXT -> text;
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
            case BOOLEAN -> Boolean.valueOf(text);
        };
    }
}
