package org.lancesql.jdbc.result;

import java.sql.SQLException;
import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.util.ArrayImpl;
import org.apache.calcite.avatica.util.Cursor;

/** A forward-only reader of a result, row by row. */
public abstract class ReadCursor implements Cursor {
    final RowState row;

    ReadCursor(RowState row) {
        this.row = row;
    }

    /** The columns, which show the current row. */
    public abstract List<? extends ColumnAccessor> columns();

    @Override
    public final List<Accessor> createAccessors(
            List<ColumnMetaData> types, Calendar localCalendar, ArrayImpl.Factory factory) {
        return List.copyOf(columns());
    }

    @Override
    public final boolean wasNull() {
        return row.wasNull();
    }

    /** Moves to the next row, if there is one. */
    @Override
    public abstract boolean next() throws SQLException;

    @Override
    public abstract void close();
}
