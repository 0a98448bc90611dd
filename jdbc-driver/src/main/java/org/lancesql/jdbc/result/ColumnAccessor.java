package org.lancesql.jdbc.result;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Map;
import java.util.UUID;
import org.apache.calcite.avatica.util.Cursor;
import org.joou.UByte;
import org.joou.UInteger;
import org.joou.ULong;
import org.joou.UShort;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;

/**
 * A column of the current row, read as each type that JDBC offers.
 *
 * <p>A subclass says whether the value is null and gives it in the forms that its type has; a form that it does not
 * override is one that the type cannot be read as (07006). The forms are asked for only when the value is not null.
 *
 * <p>A TIMESTAMP is a reading of calendar and clock. As {@link Timestamp} it has that reading in the JVM's time zone,
 * or in that of the calendar that is passed. A TIMESTAMP WITH TIME ZONE is an instant, and is shown in the time zone of
 * the session.
 */
public abstract class ColumnAccessor implements Cursor.Accessor {
    final RowState row;
    private final String label;
    private final String typeName;

    ColumnAccessor(RowState row, String label, String typeName) {
        this.row = row;
        this.label = label;
        this.typeName = typeName;
    }

    abstract boolean valueIsNull();

    /** The value as {@link #getObject()} returns it. */
    abstract Object value() throws SQLException;

    abstract String text() throws SQLException;

    boolean booleanValue() throws SQLException {
        throw cannotRead("BOOLEAN");
    }

    /** The value without its fraction. */
    long longValue() throws SQLException {
        throw cannotRead("a number");
    }

    double doubleValue() throws SQLException {
        throw cannotRead("a number");
    }

    BigDecimal decimalValue() throws SQLException {
        throw cannotRead("a number");
    }

    byte[] bytes() throws SQLException {
        throw cannotRead("bytes");
    }

    LocalDate date() throws SQLException {
        throw cannotRead("DATE");
    }

    LocalTime time() throws SQLException {
        throw cannotRead("TIME");
    }

    LocalDateTime dateTime() throws SQLException {
        throw cannotRead("TIMESTAMP");
    }

    /** The text as it stands within that of an array, row or map. */
    String nestedText() throws SQLException {
        return text();
    }

    UUID uuid() throws SQLException {
        throw cannotRead("UUID");
    }

    Duration duration() throws SQLException {
        throw cannotRead("a duration");
    }

    Period period() throws SQLException {
        throw cannotRead("a period");
    }

    LanceArray array() throws SQLException {
        throw cannotRead("ARRAY");
    }

    LanceStruct struct() throws SQLException {
        throw cannotRead("STRUCT");
    }

    Map<Object, @Nullable Object> map() throws SQLException {
        throw cannotRead("a map");
    }

    /** The elements as a Java array of a class. */
    Object arrayOf(Class<?> component) throws SQLException {
        throw cannotRead(component.getName() + "[]");
    }

    Instant instant() throws SQLException {
        return dateTime().atZone(row.zone()).toInstant();
    }

    /** The value as a reading in some zone, and as an SQL timestamp in it. */
    Timestamp timestamp(@Nullable ZoneId zone) throws SQLException {
        LocalDateTime reading = dateTime();
        return zone == null
                ? Timestamp.valueOf(reading)
                : Timestamp.from(reading.atZone(zone).toInstant());
    }

    final SQLException cannotRead(String target) {
        return JdbcErrors.cannotRead(label, typeName, target);
    }

    final String label() {
        return label;
    }

    final String typeName() {
        return typeName;
    }

    final boolean isNull() {
        return row.noteNull(valueIsNull());
    }

    private long inRange(long least, long most, String target) throws SQLException {
        long value = longValue();
        if (value < least || value > most) {
            throw JdbcErrors.outOfRange(label, text(), target);
        }
        return value;
    }

    @Override
    public final boolean wasNull() {
        return row.wasNull();
    }

    @Override
    public final @Nullable String getString() throws SQLException {
        return isNull() ? null : text();
    }

    @Override
    public final boolean getBoolean() throws SQLException {
        return !isNull() && booleanValue();
    }

    @Override
    public final byte getByte() throws SQLException {
        return isNull() ? 0 : (byte) inRange(Byte.MIN_VALUE, Byte.MAX_VALUE, "a byte");
    }

    @Override
    public final short getShort() throws SQLException {
        return isNull() ? 0 : (short) inRange(Short.MIN_VALUE, Short.MAX_VALUE, "a short");
    }

    @Override
    public final int getInt() throws SQLException {
        return isNull() ? 0 : (int) inRange(Integer.MIN_VALUE, Integer.MAX_VALUE, "an int");
    }

    @Override
    public final long getLong() throws SQLException {
        return isNull() ? 0 : longValue();
    }

    @Override
    public final float getFloat() throws SQLException {
        return isNull() ? 0 : (float) doubleValue();
    }

    @Override
    public final double getDouble() throws SQLException {
        return isNull() ? 0 : doubleValue();
    }

    @Override
    public final @Nullable BigDecimal getBigDecimal() throws SQLException {
        return isNull() ? null : decimalValue();
    }

    @Override
    public final @Nullable BigDecimal getBigDecimal(int scale) throws SQLException {
        return isNull() ? null : decimalValue().setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public final byte @Nullable [] getBytes() throws SQLException {
        return isNull() ? null : bytes();
    }

    @Override
    public final @Nullable Object getObject() throws SQLException {
        return isNull() ? null : value();
    }

    @Override
    public final @Nullable Object getObject(@Nullable Map<String, Class<?>> map) throws SQLException {
        return getObject();
    }

    @Override
    public final <T> @Nullable T getObject(Class<T> type) throws SQLException {
        return isNull() ? null : ObjectConversions.convert(this, type);
    }

    @Override
    public final @Nullable Date getDate(@Nullable Calendar calendar) throws SQLException {
        if (isNull()) {
            return null;
        }
        LocalDate date = date();
        return calendar == null
                ? Date.valueOf(date)
                : new Date(date.atStartOfDay(zone(calendar)).toInstant().toEpochMilli());
    }

    @Override
    public final @Nullable Time getTime(@Nullable Calendar calendar) throws SQLException {
        if (isNull()) {
            return null;
        }
        ZoneId zone = calendar == null ? ZoneId.systemDefault() : zone(calendar);
        return new Time(time().atDate(LocalDate.EPOCH).atZone(zone).toInstant().toEpochMilli());
    }

    @Override
    public final @Nullable Timestamp getTimestamp(@Nullable Calendar calendar) throws SQLException {
        return isNull() ? null : timestamp(calendar == null ? null : zone(calendar));
    }

    private static ZoneId zone(Calendar calendar) {
        return calendar.getTimeZone().toZoneId();
    }

    @Override
    public final @Nullable InputStream getAsciiStream() throws SQLException {
        return isNull() ? null : new ByteArrayInputStream(text().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public final @Nullable InputStream getUnicodeStream() throws SQLException {
        return isNull() ? null : new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public final @Nullable InputStream getBinaryStream() throws SQLException {
        return isNull() ? null : new ByteArrayInputStream(bytes());
    }

    @Override
    public final @Nullable Reader getCharacterStream() throws SQLException {
        return isNull() ? null : new StringReader(text());
    }

    @Override
    public final @Nullable String getNString() throws SQLException {
        return getString();
    }

    @Override
    public final @Nullable Reader getNCharacterStream() throws SQLException {
        return getCharacterStream();
    }

    @Override
    public final @Nullable Blob getBlob() throws SQLException {
        return isNull() ? null : new MemoryBlob(bytes());
    }

    @Override
    public final @Nullable Clob getClob() throws SQLException {
        return getNClob();
    }

    @Override
    public final @Nullable NClob getNClob() throws SQLException {
        return isNull() ? null : new MemoryClob(text());
    }

    @Override
    public final @Nullable URL getURL() throws SQLException {
        if (isNull()) {
            return null;
        }
        try {
            return URI.create(text()).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw JdbcErrors.invalidText(label, text(), "a URL");
        }
    }

    @Override
    public final Ref getRef() throws SQLException {
        throw cannotRead("REF");
    }

    @Override
    public final @Nullable Array getArray() throws SQLException {
        return isNull() ? null : array();
    }

    @Override
    public final @Nullable Struct getStruct() throws SQLException {
        return isNull() ? null : struct();
    }

    @Override
    public final SQLXML getSQLXML() throws SQLException {
        throw cannotRead("SQLXML");
    }

    // Avatica asks for these on its remote path only, where rows have left the vectors already.

    @Override
    public final UByte getUByte() throws SQLException {
        return UByte.valueOf(getShort());
    }

    @Override
    public final UShort getUShort() throws SQLException {
        return UShort.valueOf(getInt());
    }

    @Override
    public final UInteger getUInt() throws SQLException {
        return UInteger.valueOf(getLong());
    }

    @Override
    public final ULong getULong() throws SQLException {
        BigDecimal value = getBigDecimal();
        return ULong.valueOf(value == null ? java.math.BigInteger.ZERO : value.toBigInteger());
    }
}
