package org.lancesql.jdbc.result;

import static java.util.Map.entry;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The classes that {@code getObject(column, class)} knows. */
final class ObjectConversions {
    @FunctionalInterface
    private interface Conversion {
        @Nullable Object read(ColumnAccessor column) throws SQLException;
    }

    private static final Map<Class<?>, Conversion> CONVERSIONS = Map.ofEntries(
            entry(Object.class, ColumnAccessor::value),
            entry(String.class, ColumnAccessor::text),
            entry(Boolean.class, ColumnAccessor::booleanValue),
            entry(Byte.class, ColumnAccessor::getByte),
            entry(Short.class, ColumnAccessor::getShort),
            entry(Integer.class, ColumnAccessor::getInt),
            entry(Long.class, ColumnAccessor::longValue),
            entry(Float.class, ColumnAccessor::getFloat),
            entry(Double.class, ColumnAccessor::doubleValue),
            entry(BigDecimal.class, ColumnAccessor::decimalValue),
            entry(Number.class, ColumnAccessor::decimalValue),
            entry(BigInteger.class, column -> column.decimalValue().toBigInteger()),
            entry(byte[].class, ColumnAccessor::bytes),
            entry(UUID.class, ColumnAccessor::uuid),
            entry(Duration.class, ColumnAccessor::duration),
            entry(Period.class, ColumnAccessor::period),
            entry(Array.class, ColumnAccessor::array),
            entry(List.class, column -> column.array().elements()),
            entry(Struct.class, ColumnAccessor::struct),
            entry(Map.class, ColumnAccessor::map),
            entry(LocalDate.class, ColumnAccessor::date),
            entry(LocalTime.class, ColumnAccessor::time),
            entry(LocalDateTime.class, ColumnAccessor::dateTime),
            entry(Instant.class, ColumnAccessor::instant),
            entry(ZonedDateTime.class, column -> column.instant().atZone(column.row.zone())),
            entry(OffsetDateTime.class, ObjectConversions::offsetDateTime),
            entry(OffsetTime.class, column -> offsetDateTime(column).toOffsetTime()),
            entry(Date.class, column -> column.getDate(null)),
            entry(Time.class, column -> column.getTime(null)),
            entry(Timestamp.class, column -> column.timestamp(null)),
            entry(java.util.Date.class, column -> column.timestamp(null)),
            entry(Blob.class, ColumnAccessor::getBlob),
            entry(Clob.class, ColumnAccessor::getClob),
            entry(NClob.class, ColumnAccessor::getNClob),
            entry(InputStream.class, ColumnAccessor::getBinaryStream),
            entry(Reader.class, ColumnAccessor::getCharacterStream));

    private ObjectConversions() {}

    /** The current value, which is not null, as an instance of a class. */
    static <T> @Nullable T convert(ColumnAccessor column, Class<T> type) throws SQLException {
        Conversion conversion = CONVERSIONS.get(type);
        if (conversion == null && type.isArray()) {
            return type.cast(column.arrayOf(type.getComponentType()));
        }
        if (conversion == null) {
            throw column.cannotRead(type.getName());
        }
        return type.cast(conversion.read(column));
    }

    private static OffsetDateTime offsetDateTime(ColumnAccessor column) throws SQLException {
        return column.instant().atZone(column.row.zone()).toOffsetDateTime();
    }
}
