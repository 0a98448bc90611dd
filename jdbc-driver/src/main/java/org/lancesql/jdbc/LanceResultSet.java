package org.lancesql.jdbc;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.result.BatchCursor;
import org.lancesql.jdbc.result.ColumnAccessor;
import org.lancesql.jdbc.result.OpenRows;
import org.lancesql.jdbc.result.ReadCursor;
import org.lancesql.jdbc.result.RowCursor;

/** A result that streams: a query's from Arrow batches, metadata's from rows. */
final class LanceResultSet extends GettersResultSet {
    private final Map<String, Integer> positions = new HashMap<>();
    private List<? extends ColumnAccessor> columns = List.of();
    private boolean onRow;

    LanceResultSet(
            AvaticaStatement statement,
            QueryState state,
            Meta.Signature signature,
            ResultSetMetaData metaData,
            TimeZone timeZone,
            Meta.@Nullable Frame firstFrame)
            throws SQLException {
        super(statement, state, signature, metaData, timeZone, firstFrame);
        for (int i = signature.columns.size() - 1; i >= 0; i--) {
            // The first of several equal labels wins.
            positions.put(key(signature.columns.get(i).label), i + 1);
        }
    }

    private static String key(String label) {
        return label.toLowerCase(Locale.ROOT);
    }

    @Override
    protected AvaticaResultSet execute() {
        LanceConnection connection = (LanceConnection) statement.connection;
        OpenRows rows = Signatures.openRows(signature);
        ReadCursor opened = rows != null
                ? new BatchCursor(rows, connection.session().timeZone(), connection::showArray)
                : new RowCursor(
                        columnMetaDataList, frameRows(), connection.session().timeZone());
        columns = opened.columns();
        return execute2(opened, columnMetaDataList);
    }

    private Iterable<Object> frameRows() {
        return firstFrame == null ? List.of() : firstFrame.rows;
    }

    @Override
    ColumnAccessor accessor(int column) throws SQLException {
        if (!onRow) {
            checkOpen();
            throw JdbcErrors.noCurrentRow();
        }
        if (column < 1 || column > columns.size()) {
            throw JdbcErrors.noSuchColumn(column, columns.size());
        }
        return columns.get(column - 1);
    }

    @Override
    public int findColumn(String label) throws SQLException {
        checkOpen();
        Integer position = positions.get(key(label));
        if (position == null) {
            throw JdbcErrors.noSuchColumn(
                    label,
                    columnMetaDataList.stream().map(column -> column.label).toList());
        }
        return position;
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw JdbcErrors.resultSetClosed();
        }
    }

    @Override
    public boolean next() throws SQLException {
        checkOpen();
        onRow = false;
        onRow = super.next();
        return onRow;
    }

    @Override
    public void close() {
        if (!isOpen()) {
            return;
        }
        onRow = false;
        super.close();
        ((LanceStatement) statement).resultSetClosed(this);
    }

    private boolean isOpen() {
        try {
            return !isClosed();
        } catch (SQLException e) {
            throw new AssertionError("isClosed never throws", e);
        }
    }

    @Override
    public int getConcurrency() throws SQLException {
        checkOpen();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getType() throws SQLException {
        checkOpen();
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        if (rows < 0) {
            throw JdbcErrors.invalidArgument("The fetch size cannot be negative, it is " + rows);
        }
        super.setFetchSize(rows);
    }

    @Override
    public String getCursorName() throws SQLException {
        throw JdbcErrors.notSupported("Result sets have no cursor name, as they cannot be updated");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw JdbcErrors.notAWrapper(this, type);
    }
}
