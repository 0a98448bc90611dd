package org.lancesql.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Calendar;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;

/** The setters of a prepared statement. Streams and readers are read when they are set. */
abstract class ParameterSetters extends LanceStatement implements PreparedStatement {
    ParameterSetters(
            LanceConnection connection, Meta.StatementHandle handle, Meta.Signature signature, int holdability) {
        super(connection, handle, signature, holdability);
    }

    /** The parameter at a position from 1. */
    abstract AvaticaParameter parameter(int index) throws SQLException;

    /** Sets the parameter at a position from 1 to a value of the engine's classes. */
    abstract void bind(int index, @Nullable Object engineValue) throws SQLException;

    private void bindObject(int index, @Nullable Object value) throws SQLException {
        bind(index, ParameterValues.toEngine(value, parameter(index).parameterType));
    }

    private void bindBytes(int index, @Nullable InputStream value, long length) throws SQLException {
        bind(index, value == null ? null : ParameterValues.bytes(value, length));
    }

    private void bindAscii(int index, @Nullable InputStream value, long length) throws SQLException {
        bind(index, value == null ? null : new String(ParameterValues.bytes(value, length), StandardCharsets.US_ASCII));
    }

    private void bindText(int index, @Nullable Reader value, long length) throws SQLException {
        bind(index, value == null ? null : ParameterValues.text(value, length));
    }

    @Override
    public final void setBoolean(int index, boolean value) throws SQLException {
        bind(index, value);
    }

    @Override
    public final void setByte(int index, byte value) throws SQLException {
        bind(index, value);
    }

    @Override
    public final void setShort(int index, short value) throws SQLException {
        bind(index, value);
    }

    @Override
    public final void setInt(int index, int value) throws SQLException {
        bind(index, value);
    }

    @Override
    public final void setLong(int index, long value) throws SQLException {
        bind(index, value);
    }

    @Override
    public final void setFloat(int index, float value) throws SQLException {
        bind(index, value);
    }

    @Override
    public final void setDouble(int index, double value) throws SQLException {
        bind(index, value);
    }

    @Override
    public final void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setString(int index, @Nullable String value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setNString(int index, @Nullable String value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setDate(int index, @Nullable Date value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setTime(int index, @Nullable Time value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setBlob(int index, @Nullable Blob value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setClob(int index, @Nullable Clob value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setNClob(int index, @Nullable NClob value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setObject(int index, @Nullable Object value) throws SQLException {
        bindObject(index, value);
    }

    @Override
    public final void setBytes(int index, byte @Nullable [] value) throws SQLException {
        bind(index, value == null ? null : value.clone());
    }

    @Override
    public final void setNull(int index, int sqlType) throws SQLException {
        bind(index, null);
    }

    @Override
    public final void setNull(int index, int sqlType, String typeName) throws SQLException {
        bind(index, null);
    }

    @Override
    public final void setURL(int index, @Nullable URL value) throws SQLException {
        bind(index, value == null ? null : value.toString());
    }

    @Override
    public final void setObject(int index, @Nullable Object value, int sqlType) throws SQLException {
        setObject(index, value, sqlType, -1);
    }

    @Override
    public final void setObject(int index, @Nullable Object value, int sqlType, int scaleOrLength) throws SQLException {
        Object engineValue = ParameterValues.toEngine(value, sqlType);
        bind(index, TargetTypes.convert(engineValue, sqlType, scaleOrLength));
    }

    @Override
    public final void setObject(int index, @Nullable Object value, SQLType sqlType) throws SQLException {
        setObject(index, value, sqlType.getVendorTypeNumber(), -1);
    }

    @Override
    public final void setObject(int index, @Nullable Object value, SQLType sqlType, int scaleOrLength)
            throws SQLException {
        setObject(index, value, sqlType.getVendorTypeNumber(), scaleOrLength);
    }

    @Override
    public final void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        if (value == null || calendar == null) {
            bindObject(index, value);
        } else {
            bind(index, ParameterValues.date(value, zone(calendar)));
        }
    }

    @Override
    public final void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        if (value == null || calendar == null) {
            bindObject(index, value);
        } else {
            bind(index, ParameterValues.time(value, zone(calendar)));
        }
    }

    @Override
    public final void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar)
            throws SQLException {
        if (value == null || calendar == null) {
            bindObject(index, value);
        } else {
            bind(index, ParameterValues.timestamp(value, zone(calendar), parameter(index).parameterType));
        }
    }

    private static ZoneId zone(Calendar calendar) {
        return calendar.getTimeZone().toZoneId();
    }

    @Override
    public final void setBinaryStream(int index, @Nullable InputStream value, int length) throws SQLException {
        bindBytes(index, value, length);
    }

    @Override
    public final void setBinaryStream(int index, @Nullable InputStream value, long length) throws SQLException {
        bindBytes(index, value, length);
    }

    @Override
    public final void setBinaryStream(int index, @Nullable InputStream value) throws SQLException {
        bindBytes(index, value, -1);
    }

    @Override
    public final void setBlob(int index, @Nullable InputStream value, long length) throws SQLException {
        bindBytes(index, value, length);
    }

    @Override
    public final void setBlob(int index, @Nullable InputStream value) throws SQLException {
        bindBytes(index, value, -1);
    }

    @Override
    public final void setAsciiStream(int index, @Nullable InputStream value, int length) throws SQLException {
        bindAscii(index, value, length);
    }

    @Override
    public final void setAsciiStream(int index, @Nullable InputStream value, long length) throws SQLException {
        bindAscii(index, value, length);
    }

    @Override
    public final void setAsciiStream(int index, @Nullable InputStream value) throws SQLException {
        bindAscii(index, value, -1);
    }

    @Override
    @Deprecated
    public final void setUnicodeStream(int index, @Nullable InputStream value, int length) throws SQLException {
        bind(index, value == null ? null : new String(ParameterValues.bytes(value, length), StandardCharsets.UTF_8));
    }

    @Override
    public final void setCharacterStream(int index, @Nullable Reader value, int length) throws SQLException {
        bindText(index, value, length);
    }

    @Override
    public final void setCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        bindText(index, value, length);
    }

    @Override
    public final void setCharacterStream(int index, @Nullable Reader value) throws SQLException {
        bindText(index, value, -1);
    }

    @Override
    public final void setNCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        bindText(index, value, length);
    }

    @Override
    public final void setNCharacterStream(int index, @Nullable Reader value) throws SQLException {
        bindText(index, value, -1);
    }

    @Override
    public final void setClob(int index, @Nullable Reader value, long length) throws SQLException {
        bindText(index, value, length);
    }

    @Override
    public final void setClob(int index, @Nullable Reader value) throws SQLException {
        bindText(index, value, -1);
    }

    @Override
    public final void setNClob(int index, @Nullable Reader value, long length) throws SQLException {
        bindText(index, value, length);
    }

    @Override
    public final void setNClob(int index, @Nullable Reader value) throws SQLException {
        bindText(index, value, -1);
    }

    @Override
    public final void setRef(int index, @Nullable Ref value) throws SQLException {
        throw JdbcErrors.unusableParameter(Ref.class);
    }

    @Override
    public final void setRowId(int index, @Nullable RowId value) throws SQLException {
        throw JdbcErrors.unusableParameter(RowId.class);
    }

    @Override
    public final void setSQLXML(int index, @Nullable SQLXML value) throws SQLException {
        throw JdbcErrors.unusableParameter(SQLXML.class);
    }

    @Override
    public final void setArray(int index, @Nullable Array value) throws SQLException {
        bindObject(index, value);
    }
}
