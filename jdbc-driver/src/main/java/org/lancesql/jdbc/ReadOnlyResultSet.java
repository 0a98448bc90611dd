package org.lancesql.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Refuses to change columns by label. */
abstract class ReadOnlyResultSet extends ForwardOnlyResultSet {
    ReadOnlyResultSet(
            AvaticaStatement statement,
            QueryState state,
            Meta.Signature signature,
            ResultSetMetaData metaData,
            TimeZone timeZone,
            Meta.@Nullable Frame firstFrame)
            throws SQLException {
        super(statement, state, signature, metaData, timeZone, firstFrame);
    }

    @Override
    public final void updateNull(String column) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBoolean(String column, boolean x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateByte(String column, byte x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateShort(String column, short x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateInt(String column, int x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateLong(String column, long x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateFloat(String column, float x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateDouble(String column, double x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBigDecimal(String column, BigDecimal x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateString(String column, String x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBytes(String column, byte[] x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateDate(String column, Date x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateTime(String column, Time x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateTimestamp(String column, Timestamp x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateAsciiStream(String column, InputStream x, int length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBinaryStream(String column, InputStream x, int length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateCharacterStream(String column, Reader reader, int length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateObject(String column, Object x, int scaleOrLength) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateObject(String column, Object x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateRef(String column, Ref x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBlob(String column, Blob x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateClob(String column, Clob x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateArray(String column, Array x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateRowId(String column, RowId x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNString(String column, String nString) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNClob(String column, NClob nClob) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateSQLXML(String column, SQLXML xmlObject) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNCharacterStream(String column, Reader reader, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateAsciiStream(String column, InputStream x, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBinaryStream(String column, InputStream x, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateCharacterStream(String column, Reader reader, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBlob(String column, InputStream inputStream, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateClob(String column, Reader reader, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNClob(String column, Reader reader, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNCharacterStream(String column, Reader reader) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateAsciiStream(String column, InputStream x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBinaryStream(String column, InputStream x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateCharacterStream(String column, Reader reader) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBlob(String column, InputStream inputStream) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateClob(String column, Reader reader) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNClob(String column, Reader reader) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateObject(String column, Object value, SQLType type, int length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateObject(String column, Object value, SQLType type) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }
}
