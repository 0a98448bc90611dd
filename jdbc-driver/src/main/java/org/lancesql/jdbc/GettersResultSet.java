package org.lancesql.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.result.ColumnAccessor;

/** The getters of a result set, by position and by label. */
abstract class GettersResultSet extends ReadOnlyResultSet {
    GettersResultSet(
            AvaticaStatement statement,
            QueryState state,
            Meta.Signature signature,
            ResultSetMetaData metaData,
            TimeZone timeZone,
            Meta.@Nullable Frame firstFrame)
            throws SQLException {
        super(statement, state, signature, metaData, timeZone, firstFrame);
    }

    /** The column at a position from 1, when the result set is open and on a row. */
    abstract ColumnAccessor accessor(int column) throws SQLException;

    private ColumnAccessor accessor(String label) throws SQLException {
        return accessor(findColumn(label));
    }

    @Override
    public final @Nullable String getString(int column) throws SQLException {
        return accessor(column).getString();
    }

    @Override
    public final @Nullable String getString(String label) throws SQLException {
        return accessor(label).getString();
    }

    @Override
    public final boolean getBoolean(int column) throws SQLException {
        return accessor(column).getBoolean();
    }

    @Override
    public final boolean getBoolean(String label) throws SQLException {
        return accessor(label).getBoolean();
    }

    @Override
    public final byte getByte(int column) throws SQLException {
        return accessor(column).getByte();
    }

    @Override
    public final byte getByte(String label) throws SQLException {
        return accessor(label).getByte();
    }

    @Override
    public final short getShort(int column) throws SQLException {
        return accessor(column).getShort();
    }

    @Override
    public final short getShort(String label) throws SQLException {
        return accessor(label).getShort();
    }

    @Override
    public final int getInt(int column) throws SQLException {
        return accessor(column).getInt();
    }

    @Override
    public final int getInt(String label) throws SQLException {
        return accessor(label).getInt();
    }

    @Override
    public final long getLong(int column) throws SQLException {
        return accessor(column).getLong();
    }

    @Override
    public final long getLong(String label) throws SQLException {
        return accessor(label).getLong();
    }

    @Override
    public final float getFloat(int column) throws SQLException {
        return accessor(column).getFloat();
    }

    @Override
    public final float getFloat(String label) throws SQLException {
        return accessor(label).getFloat();
    }

    @Override
    public final double getDouble(int column) throws SQLException {
        return accessor(column).getDouble();
    }

    @Override
    public final double getDouble(String label) throws SQLException {
        return accessor(label).getDouble();
    }

    @Override
    public final @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        return accessor(column).getBigDecimal();
    }

    @Override
    public final @Nullable BigDecimal getBigDecimal(String label) throws SQLException {
        return accessor(label).getBigDecimal();
    }

    @Override
    public final byte @Nullable [] getBytes(int column) throws SQLException {
        return accessor(column).getBytes();
    }

    @Override
    public final byte @Nullable [] getBytes(String label) throws SQLException {
        return accessor(label).getBytes();
    }

    @Override
    public final @Nullable Date getDate(int column) throws SQLException {
        return accessor(column).getDate(null);
    }

    @Override
    public final @Nullable Date getDate(String label) throws SQLException {
        return accessor(label).getDate(null);
    }

    @Override
    public final @Nullable Time getTime(int column) throws SQLException {
        return accessor(column).getTime(null);
    }

    @Override
    public final @Nullable Time getTime(String label) throws SQLException {
        return accessor(label).getTime(null);
    }

    @Override
    public final @Nullable Timestamp getTimestamp(int column) throws SQLException {
        return accessor(column).getTimestamp(null);
    }

    @Override
    public final @Nullable Timestamp getTimestamp(String label) throws SQLException {
        return accessor(label).getTimestamp(null);
    }

    @Override
    public final @Nullable Object getObject(int column) throws SQLException {
        return accessor(column).getObject();
    }

    @Override
    public final @Nullable Object getObject(String label) throws SQLException {
        return accessor(label).getObject();
    }

    @Override
    public final @Nullable InputStream getAsciiStream(int column) throws SQLException {
        return accessor(column).getAsciiStream();
    }

    @Override
    public final @Nullable InputStream getAsciiStream(String label) throws SQLException {
        return accessor(label).getAsciiStream();
    }

    @Deprecated
    @Override
    public final @Nullable InputStream getUnicodeStream(int column) throws SQLException {
        return accessor(column).getUnicodeStream();
    }

    @Deprecated
    @Override
    public final @Nullable InputStream getUnicodeStream(String label) throws SQLException {
        return accessor(label).getUnicodeStream();
    }

    @Override
    public final @Nullable InputStream getBinaryStream(int column) throws SQLException {
        return accessor(column).getBinaryStream();
    }

    @Override
    public final @Nullable InputStream getBinaryStream(String label) throws SQLException {
        return accessor(label).getBinaryStream();
    }

    @Override
    public final @Nullable Reader getCharacterStream(int column) throws SQLException {
        return accessor(column).getCharacterStream();
    }

    @Override
    public final @Nullable Reader getCharacterStream(String label) throws SQLException {
        return accessor(label).getCharacterStream();
    }

    @Override
    public final @Nullable String getNString(int column) throws SQLException {
        return accessor(column).getNString();
    }

    @Override
    public final @Nullable String getNString(String label) throws SQLException {
        return accessor(label).getNString();
    }

    @Override
    public final @Nullable Reader getNCharacterStream(int column) throws SQLException {
        return accessor(column).getNCharacterStream();
    }

    @Override
    public final @Nullable Reader getNCharacterStream(String label) throws SQLException {
        return accessor(label).getNCharacterStream();
    }

    @Override
    public final @Nullable Blob getBlob(int column) throws SQLException {
        return accessor(column).getBlob();
    }

    @Override
    public final @Nullable Blob getBlob(String label) throws SQLException {
        return accessor(label).getBlob();
    }

    @Override
    public final @Nullable Clob getClob(int column) throws SQLException {
        return accessor(column).getClob();
    }

    @Override
    public final @Nullable Clob getClob(String label) throws SQLException {
        return accessor(label).getClob();
    }

    @Override
    public final @Nullable NClob getNClob(int column) throws SQLException {
        return accessor(column).getNClob();
    }

    @Override
    public final @Nullable NClob getNClob(String label) throws SQLException {
        return accessor(label).getNClob();
    }

    @Override
    public final @Nullable Array getArray(int column) throws SQLException {
        return accessor(column).getArray();
    }

    @Override
    public final @Nullable Array getArray(String label) throws SQLException {
        return accessor(label).getArray();
    }

    @Override
    public final Ref getRef(int column) throws SQLException {
        return accessor(column).getRef();
    }

    @Override
    public final Ref getRef(String label) throws SQLException {
        return accessor(label).getRef();
    }

    @Override
    public final SQLXML getSQLXML(int column) throws SQLException {
        return accessor(column).getSQLXML();
    }

    @Override
    public final SQLXML getSQLXML(String label) throws SQLException {
        return accessor(label).getSQLXML();
    }

    @Override
    public final @Nullable URL getURL(int column) throws SQLException {
        return accessor(column).getURL();
    }

    @Override
    public final @Nullable URL getURL(String label) throws SQLException {
        return accessor(label).getURL();
    }

    @Override
    public final @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
        return accessor(column).getDate(calendar);
    }

    @Override
    public final @Nullable Date getDate(String label, @Nullable Calendar calendar) throws SQLException {
        return accessor(label).getDate(calendar);
    }

    @Override
    public final @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
        return accessor(column).getTime(calendar);
    }

    @Override
    public final @Nullable Time getTime(String label, @Nullable Calendar calendar) throws SQLException {
        return accessor(label).getTime(calendar);
    }

    @Override
    public final @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
        return accessor(column).getTimestamp(calendar);
    }

    @Override
    public final @Nullable Timestamp getTimestamp(String label, @Nullable Calendar calendar) throws SQLException {
        return accessor(label).getTimestamp(calendar);
    }

    @Override
    public final @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> map) throws SQLException {
        return accessor(column).getObject(map);
    }

    @Override
    public final @Nullable Object getObject(String label, @Nullable Map<String, Class<?>> map) throws SQLException {
        return accessor(label).getObject(map);
    }

    @Deprecated
    @Override
    public final @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        return accessor(column).getBigDecimal(scale);
    }

    @Deprecated
    @Override
    public final @Nullable BigDecimal getBigDecimal(String label, int scale) throws SQLException {
        return accessor(label).getBigDecimal(scale);
    }

    @Override
    public final <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
        return accessor(column).getObject(type);
    }

    @Override
    public final <T> @Nullable T getObject(String label, Class<T> type) throws SQLException {
        return accessor(label).getObject(type);
    }

    @Override
    public final RowId getRowId(int column) throws SQLException {
        throw JdbcErrors.notSupported("Rows have no identifier that JDBC could use");
    }

    @Override
    public final RowId getRowId(String label) throws SQLException {
        throw JdbcErrors.notSupported("Rows have no identifier that JDBC could use");
    }
}
