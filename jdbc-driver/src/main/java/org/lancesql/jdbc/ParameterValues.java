package org.lancesql.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;

/**
 * Turns what JDBC's setters take into what the engine takes: Boolean, Number, String, byte[], LocalDate, LocalTime,
 * LocalDateTime, OffsetDateTime, Instant, Duration, Period, UUID, List of these for arrays and rows, Map, or null.
 */
final class ParameterValues {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private ParameterValues() {}

    /**
     * A value as the engine takes it.
     *
     * @param jdbcType type of the parameter; a {@link Timestamp} is an instant for one that is, else a reading of
     *     calendar and clock in the JVM's time zone
     */
    static @Nullable Object toEngine(@Nullable Object value, int jdbcType) throws SQLException {
        if (value == null
                || value instanceof Boolean
                || value instanceof String
                || value instanceof byte[]
                || value instanceof LocalDate
                || value instanceof LocalTime
                || value instanceof LocalDateTime
                || value instanceof OffsetDateTime
                || value instanceof Instant
                || value instanceof Duration
                || value instanceof Period
                || value instanceof UUID) {
            return value;
        } else if (value instanceof Number number) {
            return number instanceof BigInteger integer ? new BigDecimal(integer) : number;
        } else if (value instanceof java.util.Date || value instanceof Calendar) {
            return fromLegacy(value, jdbcType);
        } else if (value instanceof ZonedDateTime zoned) {
            return zoned.toOffsetDateTime();
        } else if (value instanceof Character || value instanceof Enum<?>) {
            return value.toString();
        } else if (value instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        } else if (value instanceof Clob clob) {
            return clob.getSubString(1, (int) clob.length());
        } else if (value instanceof InputStream stream) {
            return bytes(stream, -1);
        } else if (value instanceof Reader reader) {
            return text(reader, -1);
        }
        return nested(value, jdbcType);
    }

    private static Object nested(Object value, int jdbcType) throws SQLException {
        if (value instanceof Array array) {
            return nested(array.getArray(), jdbcType);
        } else if (value instanceof Struct struct) {
            return list(Arrays.asList(struct.getAttributes()), jdbcType);
        } else if (value instanceof Collection<?> collection) {
            return list(collection, jdbcType);
        } else if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.put(toEngine(entry.getKey(), jdbcType), toEngine(entry.getValue(), jdbcType));
            }
            return entries;
        } else if (value.getClass().isArray()) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
                elements.add(toEngine(java.lang.reflect.Array.get(value, i), jdbcType));
            }
            return elements;
        }
        throw JdbcErrors.unusableParameter(value.getClass());
    }

    private static List<@Nullable Object> list(Collection<?> values, int jdbcType) throws SQLException {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object value : values) {
            list.add(toEngine(value, jdbcType));
        }
        return list;
    }

    private static Object fromLegacy(Object value, int jdbcType) {
        if (value instanceof Date date) {
            return date.toLocalDate();
        } else if (value instanceof Time time) {
            return time(time, ZoneId.systemDefault());
        } else if (value instanceof Timestamp timestamp) {
            return timestamp(timestamp, null, jdbcType);
        }
        Instant instant = value instanceof Calendar calendar
                ? calendar.toInstant()
                : Instant.ofEpochMilli(((java.util.Date) value).getTime());
        return timestamp(Timestamp.from(instant), null, jdbcType);
    }

    /** The reading of a timestamp in a zone (null: the JVM's), or its instant if the parameter is one. */
    static Object timestamp(Timestamp value, @Nullable ZoneId zone, int jdbcType) {
        if (jdbcType == Types.TIMESTAMP_WITH_TIMEZONE) {
            return value.toInstant();
        }
        return zone == null
                ? value.toLocalDateTime()
                : value.toInstant().atZone(zone).toLocalDateTime();
    }

    static LocalDate date(Date value, ZoneId zone) {
        return Instant.ofEpochMilli(value.getTime()).atZone(zone).toLocalDate();
    }

    static LocalTime time(Time value, ZoneId zone) {
        return Instant.ofEpochMilli(value.getTime()).atZone(zone).toLocalTime();
    }

    /**
     * The content of a stream.
     *
     * @param length bytes to read, or -1 for all
     */
    static byte[] bytes(InputStream stream, long length) throws SQLException {
        try {
            return length < 0 ? stream.readAllBytes() : stream.readNBytes((int) Math.min(length, Integer.MAX_VALUE));
        } catch (IOException e) {
            throw JdbcErrors.unreadableParameter(e);
        }
    }

    /**
     * The content of a reader.
     *
     * @param length characters to read, or -1 for all
     */
    static String text(Reader reader, long length) throws SQLException {
        try {
            StringWriter text = new StringWriter();
            if (length < 0) {
                reader.transferTo(text);
                return text.toString();
            }
            char[] buffer = new char[8192];
            long left = length;
            while (left > 0) {
                int read = reader.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    break;
                }
                text.write(buffer, 0, read);
                left -= read;
            }
            return text.toString();
        } catch (IOException e) {
            throw JdbcErrors.unreadableParameter(e);
        }
    }

    /** A value for the way through Avatica's interface. */
    static TypedValue toTyped(@Nullable Object engineValue) {
        return engineValue == null ? TypedValue.EXPLICIT_NULL : TypedValue.ofLocal(Rep.OBJECT, engineValue);
    }

    /** The engine's values of parameters as Avatica passes them, our own driver's and those of remote clients. */
    static List<@Nullable Object> fromTyped(List<? extends @Nullable TypedValue> parameters) {
        List<@Nullable Object> values = new ArrayList<>(parameters.size());
        for (TypedValue parameter : parameters) {
            if (parameter == null) {
                throw new MetaFailure(JdbcErrors.unboundParameter(values.size() + 1));
            }
            values.add(parameter.value == null ? null : fromSerial(parameter.type, parameter.value));
        }
        return values;
    }

    private static Object fromSerial(Rep rep, Object value) {
        return switch (rep) {
            case JAVA_SQL_DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
            case JAVA_SQL_TIME -> LocalTime.ofNanoOfDay(((Number) value).longValue() * NANOS_PER_MILLI);
            case JAVA_SQL_TIMESTAMP, JAVA_UTIL_DATE ->
                LocalDateTime.ofInstant(Instant.ofEpochMilli(((Number) value).longValue()), ZoneOffset.UTC);
            case BYTE_STRING -> ByteString.ofBase64((String) value).getBytes();
            case CHARACTER, PRIMITIVE_CHAR -> value.toString();
            case ARRAY -> elements((List<?>) value);
            default -> value;
        };
    }

    /** The elements of a remote client's array. */
    private static List<@Nullable Object> elements(List<?> serial) {
        List<@Nullable Object> elements = new ArrayList<>(serial.size());
        for (Object element : serial) {
            boolean isTyped = element instanceof TypedValue typed && typed.value != null;
            elements.add(isTyped ? fromSerial(((TypedValue) element).type, ((TypedValue) element).value) : null);
        }
        return elements;
    }
}
