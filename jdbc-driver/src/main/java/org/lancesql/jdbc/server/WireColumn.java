package org.lancesql.jdbc.server;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.jdbc.result.ColumnAccessor;

/**
 * How a column travels to a client. The client of Avatica decides by the type that it is told how it reads a value, so
 * a type is told as it is only where the client then shows the value whole. Times finer than a millisecond, instants and
 * whatever the protocol cannot carry travel as the text that {@code getString} gives, under the name of their type.
 *
 * @param type what the client is told
 * @param className class of what the client's getObject gives
 * @param encoder takes the value out of the row
 */
record WireColumn(AvaticaType type, String className, Encoder encoder) {
    private static final int MAX_MILLI_DIGITS = 3;

    /** Reads the value of the current row, which is not null, in the form in which it is sent. */
    interface Encoder {
        @Nullable Object encode(ColumnAccessor column) throws SQLException;
    }

    static WireColumn of(ResultColumn column) {
        String name = column.typeName();
        return switch (column.jdbcType()) {
            case Types.BOOLEAN, Types.BIT ->
                scalar(Types.BOOLEAN, name, Rep.BOOLEAN, Boolean.class, ColumnAccessor::getBoolean);
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER ->
                scalar(Types.INTEGER, name, Rep.INTEGER, Integer.class, ColumnAccessor::getInt);
            case Types.BIGINT -> scalar(Types.BIGINT, name, Rep.LONG, Long.class, ColumnAccessor::getLong);
            case Types.REAL -> scalar(Types.REAL, name, Rep.FLOAT, Float.class, ColumnAccessor::getFloat);
            case Types.FLOAT, Types.DOUBLE ->
                scalar(Types.DOUBLE, name, Rep.DOUBLE, Double.class, ColumnAccessor::getDouble);
            case Types.DECIMAL, Types.NUMERIC ->
                scalar(Types.DECIMAL, name, Rep.NUMBER, java.math.BigDecimal.class, column1 -> column1.getBigDecimal());
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                scalar(Types.VARBINARY, name, Rep.BYTE_STRING, byte[].class, ColumnAccessor::getBytes);
            case Types.DATE ->
                scalar(Types.DATE, name, Rep.INTEGER, java.sql.Date.class, accessor ->
                        (int) read(accessor, LocalDate.class).toEpochDay());
            case Types.TIME -> column.precision() > MAX_MILLI_DIGITS ? text(name) : time(name);
            case Types.TIMESTAMP -> column.precision() > MAX_MILLI_DIGITS ? text(name) : timestamp(name);
            case Types.ARRAY -> array(column);
            default -> text(name);
        };
    }

    private static WireColumn scalar(int jdbcType, String name, Rep rep, Class<?> javaClass, Encoder encoder) {
        return new WireColumn(ColumnMetaData.scalar(jdbcType, name, rep), javaClass.getName(), encoder);
    }

    private static WireColumn text(String name) {
        return scalar(Types.VARCHAR, name, Rep.STRING, String.class, ColumnAccessor::getString);
    }

    private static WireColumn time(String name) {
        return scalar(Types.TIME, name, Rep.INTEGER, java.sql.Time.class, accessor -> (int)
                TimeUnit.NANOSECONDS.toMillis(read(accessor, LocalTime.class).toNanoOfDay()));
    }

    private static WireColumn timestamp(String name) {
        return scalar(
                Types.TIMESTAMP,
                name,
                Rep.LONG,
                java.sql.Timestamp.class,
                accessor -> read(accessor, LocalDateTime.class)
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli());
    }

    /** An array of what the client can read in one; one of anything else is text as a whole. */
    private static WireColumn array(ResultColumn column) {
        List<Field> items = column.field().getChildren();
        AvaticaType component = items.size() == 1 ? WireArrays.componentType(items.get(0)) : null;
        if (component == null) {
            return text(column.typeName());
        }
        return new WireColumn(
                ColumnMetaData.array(component, column.typeName(), Rep.ARRAY),
                java.sql.Array.class.getName(),
                accessor -> WireArrays.list(requireNonNull(accessor.getArray(), "array is null")));
    }

    private static <T> T read(ColumnAccessor column, Class<T> type) throws SQLException {
        return requireNonNull(column.getObject(type), "value is null");
    }

    /** The description of a column with the type that the client is told. */
    ColumnMetaData describe(ColumnMetaData column) {
        return new ColumnMetaData(
                column.ordinal,
                column.autoIncrement,
                column.caseSensitive,
                column.searchable,
                column.currency,
                column.nullable,
                // Unsigned types travel in signed ones that hold them; the client has classes of its own for others.
                true,
                column.displaySize,
                column.label,
                column.columnName,
                column.schemaName,
                column.precision,
                column.scale,
                column.tableName,
                column.catalogName,
                type,
                column.readOnly,
                column.writable,
                column.definitelyWritable,
                className);
    }

    /** The value of the current row in the form in which it is sent. */
    @Nullable Object encode(ColumnAccessor column) throws SQLException {
        return column.getObject() == null ? null : encoder.encode(column);
    }
}
