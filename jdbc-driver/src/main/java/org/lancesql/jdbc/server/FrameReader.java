package org.lancesql.jdbc.server;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.SqlStates;
import org.lancesql.jdbc.result.BatchCursor;
import org.lancesql.jdbc.result.OpenRows;

/** Reads the rows of a query in the frames that are sent to a client, in order and each once. */
final class FrameReader {
    /** Rows of a frame when the client leaves it to the server. */
    private static final int DEFAULT_ROWS = 10_000;

    /** A frame ends behind the row that reaches this size, whatever number of rows was asked for. */
    private static final long MAX_BYTES = 4L << 20;

    private static final int FIXED_BYTES = 16;

    private final List<WireColumn> columns;
    private final BatchCursor cursor;
    private long offset;

    FrameReader(OpenRows rows, ZoneId zone) {
        this.columns = rows.columns().stream().map(WireColumn::of).toList();
        this.cursor = new BatchCursor(rows, zone);
    }

    /** Describes the result to the client. */
    Meta.Signature signature(Meta.Signature signature) {
        return describe(signature, columns);
    }

    static Meta.Signature describe(Meta.Signature signature, List<WireColumn> columns) {
        List<ColumnMetaData> described = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            described.add(columns.get(i).describe(signature.columns.get(i)));
        }
        return new Meta.Signature(
                described,
                signature.sql,
                signature.parameters,
                java.util.Map.of(),
                Meta.CursorFactory.LIST,
                signature.statementType);
    }

    /**
     * The next rows.
     *
     * @param firstRow zero-based number of the row that the client expects first
     * @param maxRows rows at most; what the client sends when nobody has set a fetch size leaves it to the server
     */
    synchronized Meta.Frame next(long firstRow, int maxRows) throws SQLException {
        if (firstRow != offset) {
            throw SqlStates.create(
                    SqlStates.INVALID_CURSOR_STATE,
                    "Row " + firstRow + " cannot be fetched: row " + offset + " is next, and rows are read once");
        }
        int limit = maxRows <= 0 || maxRows == AvaticaStatement.DEFAULT_FETCH_SIZE ? DEFAULT_ROWS : maxRows;
        List<Object> rows = new ArrayList<>();
        long bytes = 0;
        boolean done = false;
        while (rows.size() < limit && bytes < MAX_BYTES && !done) {
            done = !cursor.next();
            if (!done) {
                @Nullable Object[] row = row();
                bytes += bytes(row);
                rows.add(row);
            }
        }
        offset += rows.size();
        return new Meta.Frame(firstRow, done, rows);
    }

    private @Nullable Object[] row() throws SQLException {
        @Nullable Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = columns.get(i).encode(cursor.columns().get(i));
        }
        return row;
    }

    private static long bytes(@Nullable Object[] row) {
        long bytes = 0;
        for (Object value : row) {
            bytes += bytes(value);
        }
        return bytes;
    }

    private static long bytes(@Nullable Object value) {
        if (value instanceof String text) {
            return FIXED_BYTES + text.length();
        } else if (value instanceof byte[] binary) {
            return FIXED_BYTES + binary.length;
        } else if (value instanceof List<?> items) {
            return FIXED_BYTES + items.stream().mapToLong(FrameReader::bytes).sum();
        }
        return FIXED_BYTES;
    }
}
