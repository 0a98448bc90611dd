package org.lancesql.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.jdbc.result.BatchCursor;
import org.lancesql.jdbc.result.ColumnAccessor;
import org.lancesql.jdbc.result.OpenRows;

/** Reads the rows of a query in the frames that Avatica sends to remote clients. */
final class FrameReader {
    /** Rows of a frame when the client leaves it to us. */
    private static final int DEFAULT_ROWS = 10_000;

    private final List<ResultColumn> columns;
    private final BatchCursor cursor;
    private long offset;

    FrameReader(OpenRows rows, ZoneId zone) {
        this.columns = rows.columns();
        this.cursor = new BatchCursor(rows, zone);
    }

    /**
     * The next rows.
     *
     * @param maxRows rows at most; zero and less leaves it to the reader
     */
    Meta.Frame next(int maxRows) {
        int limit = maxRows > 0 ? maxRows : DEFAULT_ROWS;
        long first = offset;
        List<Object> rows = new ArrayList<>();
        try {
            while (rows.size() < limit) {
                if (!cursor.next()) {
                    return new Meta.Frame(first, true, rows);
                }
                rows.add(row());
                offset++;
            }
        } catch (SQLException e) {
            throw new MetaFailure(e);
        }
        return new Meta.Frame(first, false, rows);
    }

    private @Nullable Object[] row() throws SQLException {
        @Nullable Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = serial(cursor.columns().get(i), columns.get(i).jdbcType());
        }
        return row;
    }

    /** A value in the form in which Avatica serialises its type. */
    private static @Nullable Object serial(ColumnAccessor column, int jdbcType) throws SQLException {
        if (column.getObject() == null) {
            return null;
        }
        return switch (jdbcType) {
            case Types.TINYINT -> column.getByte();
            case Types.SMALLINT -> column.getShort();
            case Types.DATE -> (int) read(column, LocalDate.class).toEpochDay();
            case Types.TIME ->
                (int) TimeUnit.NANOSECONDS.toMillis(
                        read(column, LocalTime.class).toNanoOfDay());
            case Types.TIMESTAMP ->
                read(column, LocalDateTime.class).toInstant(ZoneOffset.UTC).toEpochMilli();
            case Types.TIMESTAMP_WITH_TIMEZONE -> column.getString();
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY ->
                new ByteString(read(column, byte[].class)).toBase64String();
            default -> column.getObject();
        };
    }

    /** A value that is not null. */
    private static <T> T read(ColumnAccessor column, Class<T> type) throws SQLException {
        return requireNonNull(column.getObject(type), "value is null");
    }
}
