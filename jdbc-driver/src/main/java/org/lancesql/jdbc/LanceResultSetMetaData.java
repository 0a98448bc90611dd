package org.lancesql.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Describes the columns of a result. */
final class LanceResultSetMetaData implements ResultSetMetaData {
    private final List<ColumnMetaData> columns;

    LanceResultSetMetaData(List<ColumnMetaData> columns) {
        this.columns = columns;
    }

    private ColumnMetaData column(int index) throws SQLException {
        if (index < 1 || index > columns.size()) {
            throw JdbcErrors.noSuchColumn(index, columns.size());
        }
        return columns.get(index - 1);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        return column(column).autoIncrement;
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        return column(column).caseSensitive;
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        return column(column).searchable;
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        return column(column).currency;
    }

    @Override
    public int isNullable(int column) throws SQLException {
        return column(column).nullable;
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return column(column).signed;
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        return column(column).displaySize;
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return column(column).label;
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        return column(column).columnName;
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        return orEmpty(column(column).schemaName);
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        return column(column).precision;
    }

    @Override
    public int getScale(int column) throws SQLException {
        return column(column).scale;
    }

    @Override
    public String getTableName(int column) throws SQLException {
        return orEmpty(column(column).tableName);
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        return orEmpty(column(column).catalogName);
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return column(column).type.id;
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        return column(column).type.name;
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        column(column);
        return true;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        return column(column).columnClassName;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw JdbcErrors.notAWrapper(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
