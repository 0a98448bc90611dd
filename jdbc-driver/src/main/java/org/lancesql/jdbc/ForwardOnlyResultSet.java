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
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Refuses what a result set could do by position, and ours never does: move other than forward, change rows. */
abstract class ForwardOnlyResultSet extends AvaticaResultSet {
    ForwardOnlyResultSet(
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
    public final boolean isLast() throws SQLException {
        throw JdbcErrors.forwardOnly();
    }

    @Override
    public final void beforeFirst() throws SQLException {
        throw JdbcErrors.forwardOnly();
    }

    @Override
    public final void afterLast() throws SQLException {
        throw JdbcErrors.forwardOnly();
    }

    @Override
    public final boolean first() throws SQLException {
        throw JdbcErrors.forwardOnly();
    }

    @Override
    public final boolean last() throws SQLException {
        throw JdbcErrors.forwardOnly();
    }

    @Override
    public final boolean absolute(int row) throws SQLException {
        throw JdbcErrors.forwardOnly();
    }

    @Override
    public final boolean relative(int rows) throws SQLException {
        throw JdbcErrors.forwardOnly();
    }

    @Override
    public final boolean previous() throws SQLException {
        throw JdbcErrors.forwardOnly();
    }

    @Override
    public final void updateNull(int column) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBoolean(int column, boolean x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateByte(int column, byte x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateShort(int column, short x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateInt(int column, int x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateLong(int column, long x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateFloat(int column, float x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateDouble(int column, double x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBigDecimal(int column, BigDecimal x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateString(int column, String x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBytes(int column, byte[] x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateDate(int column, Date x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateTime(int column, Time x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateTimestamp(int column, Timestamp x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateAsciiStream(int column, InputStream x, int length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBinaryStream(int column, InputStream x, int length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateCharacterStream(int column, Reader x, int length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateObject(int column, Object x, int scaleOrLength) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateObject(int column, Object x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void insertRow() throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateRow() throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void deleteRow() throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void refreshRow() throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void cancelRowUpdates() throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void moveToInsertRow() throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void moveToCurrentRow() throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateRef(int column, Ref x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBlob(int column, Blob x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateClob(int column, Clob x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateArray(int column, Array x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateRowId(int column, RowId x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNString(int column, String nString) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNClob(int column, NClob nClob) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateSQLXML(int column, SQLXML xmlObject) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNCharacterStream(int column, Reader x, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateAsciiStream(int column, InputStream x, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBinaryStream(int column, InputStream x, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateCharacterStream(int column, Reader x, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBlob(int column, InputStream inputStream, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateClob(int column, Reader reader, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNClob(int column, Reader reader, long length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNCharacterStream(int column, Reader x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateAsciiStream(int column, InputStream x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBinaryStream(int column, InputStream x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateCharacterStream(int column, Reader x) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateBlob(int column, InputStream inputStream) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateClob(int column, Reader reader) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateNClob(int column, Reader reader) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateObject(int column, Object value, SQLType type, int length) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }

    @Override
    public final void updateObject(int column, Object value, SQLType type) throws SQLException {
        throw JdbcErrors.readOnlyResultSet();
    }
}
