package org.lancesql.jdbc;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Converts a parameter to the type that {@code setObject(index, value, type)} names. */
final class TargetTypes {
    private TargetTypes() {}

    /**
     * Converts a value of the engine's classes.
     *
     * @param scale digits behind the point of a decimal, or -1 to keep them
     * @throws SQLException 22018, 22007 or 22003 when the value is none of the type
     */
    static @Nullable Object convert(@Nullable Object value, int jdbcType, int scale) throws SQLException {
        if (value == null || jdbcType == Types.NULL) {
            return null;
        }
        try {
            return switch (jdbcType) {
                case Types.TINYINT ->
                    number(value).setScale(0, RoundingMode.DOWN).byteValueExact();
                case Types.SMALLINT ->
                    number(value).setScale(0, RoundingMode.DOWN).shortValueExact();
                case Types.INTEGER ->
                    number(value).setScale(0, RoundingMode.DOWN).intValueExact();
                case Types.BIGINT ->
                    number(value).setScale(0, RoundingMode.DOWN).longValueExact();
                case Types.DECIMAL, Types.NUMERIC ->
                    scale < 0 ? number(value) : number(value).setScale(scale, RoundingMode.HALF_UP);
                case Types.REAL ->
                    value instanceof Number number
                            ? number.floatValue()
                            : number(value).floatValue();
                case Types.FLOAT, Types.DOUBLE ->
                    value instanceof Number number
                            ? number.doubleValue()
                            : number(value).doubleValue();
                case Types.BIT, Types.BOOLEAN -> bool(value);
                case Types.CHAR,
                        Types.VARCHAR,
                        Types.LONGVARCHAR,
                        Types.NCHAR,
                        Types.NVARCHAR,
                        Types.LONGNVARCHAR,
                        Types.CLOB,
                        Types.NCLOB -> text(value);
                case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                    value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : value;
                case Types.DATE -> date(value);
                case Types.TIME -> time(value);
                case Types.TIMESTAMP -> timestamp(value);
                default -> value;
            };
        } catch (DateTimeException e) {
            throw JdbcErrors.parameterNotDatetime(value);
        } catch (NumberFormatException e) {
            throw JdbcErrors.parameterNotNumber(value);
        } catch (ArithmeticException e) {
            throw JdbcErrors.parameterOutOfRange(value);
        }
    }

    private static BigDecimal number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        } else if (value instanceof Boolean bool) {
            return bool ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return new BigDecimal(value.toString().trim());
    }

    private static Object bool(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return switch (value.toString().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "1" -> true;
            case "false", "f", "no", "n", "0" -> false;
            default -> value;
        };
    }

    private static Object text(Object value) {
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    private static Object date(Object value) {
        if (value instanceof LocalDateTime dateTime) {
            return dateTime.toLocalDate();
        } else if (value instanceof OffsetDateTime dateTime) {
            return dateTime.toLocalDate();
        }
        return value instanceof String text ? LocalDate.parse(text.trim()) : value;
    }

    private static Object time(Object value) {
        if (value instanceof LocalDateTime dateTime) {
            return dateTime.toLocalTime();
        } else if (value instanceof OffsetDateTime dateTime) {
            return dateTime.toLocalTime();
        }
        return value instanceof String text ? LocalTime.parse(text.trim()) : value;
    }

    private static Object timestamp(Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        return value instanceof String text ? LocalDateTime.parse(text.trim().replace(' ', 'T')) : value;
    }
}
