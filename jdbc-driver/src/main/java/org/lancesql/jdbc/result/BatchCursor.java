package org.lancesql.jdbc.result;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;
import org.lancesql.jdbc.errors.SqlStates;

/** Reads Arrow batches in place, without making an object for a row or a number. */
public final class BatchCursor extends ReadCursor {
    private final OpenRows rows;
    private final List<VectorAccessor<?>> columns = new ArrayList<>();
    private Selection selection = Selection.all(0);
    private int index;

    public BatchCursor(OpenRows rows, ZoneId zone) {
        this(rows, zone, ArrayRows.NONE);
    }

    /** @param arrayRows shows the arrays in the columns as rows */
    public BatchCursor(OpenRows rows, ZoneId zone, ArrayRows arrayRows) {
        super(new RowState(zone, arrayRows));
        this.rows = rows;
        for (ResultColumn column : rows.columns()) {
            columns.add(Accessors.of(column, row));
        }
    }

    @Override
    public List<? extends ColumnAccessor> columns() {
        return columns;
    }

    @Override
    public boolean next() throws SQLException {
        while (index >= selection.size()) {
            if (!nextBatch()) {
                return false;
            }
        }
        row.moveTo(selection.position(index++));
        return true;
    }

    private boolean nextBatch() throws SQLException {
        Batch batch = read();
        index = 0;
        if (batch == null) {
            selection = Selection.all(0);
            return false;
        }
        selection = batch.selection();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).bind(batch.column(i));
        }
        return true;
    }

    private @Nullable Batch read() throws SQLException {
        try {
            return rows.nextBatch();
        } catch (RuntimeException | Error e) {
            throw SqlStates.translate(e);
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
