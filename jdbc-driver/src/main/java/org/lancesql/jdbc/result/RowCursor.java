package org.lancesql.jdbc.result;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/** Reads rows of Java objects: arrays, as metadata has them. */
public final class RowCursor extends ReadCursor {
    private final Iterator<Object> rows;
    private final List<RowAccessor> columns = new ArrayList<>();
    private @Nullable Object @Nullable [] current;

    /**
     * @param types names and types of the columns
     * @param rows an array for each row, as long as there are columns
     */
    public RowCursor(List<ColumnMetaData> types, Iterable<Object> rows, ZoneId zone) {
        super(new RowState(zone, ArrayRows.NONE));
        this.rows = rows.iterator();
        for (ColumnMetaData type : types) {
            columns.add(new RowAccessor(row, type.label, type.type.name, columns.size(), this::currentValue));
        }
    }

    private @Nullable Object currentValue(int ordinal) {
        return current == null ? null : current[ordinal];
    }

    @Override
    public List<? extends ColumnAccessor> columns() {
        return columns;
    }

    @Override
    public boolean next() {
        current = rows.hasNext() ? (Object[]) rows.next() : null;
        return current != null;
    }

    @Override
    public void close() {
        current = null;
    }
}
