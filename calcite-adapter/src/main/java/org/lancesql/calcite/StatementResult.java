package org.lancesql.calcite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.BatchOperator;

/** What an executed statement gives: a stream of rows, or a number of changed rows. Closing it frees all it holds. */
public final class StatementResult implements AutoCloseable {
    private final List<ResultColumn> columns;
    private final @Nullable BatchOperator rows;
    private final long updateCount;

    private StatementResult(List<ResultColumn> columns, @Nullable BatchOperator rows, long updateCount) {
        this.columns = columns;
        this.rows = rows;
        this.updateCount = updateCount;
    }

    /** A result of rows, which owns {@code rows}. */
    public static StatementResult ofRows(List<ResultColumn> columns, BatchOperator rows) {
        return new StatementResult(columns, rows, -1);
    }

    /** A result without rows. */
    public static StatementResult ofCount(long updateCount) {
        return new StatementResult(List.of(), null, updateCount);
    }

    /** The rows that a statement has changed, as it returns them, with their number. Owns {@code rows}. */
    public static StatementResult ofChanges(List<ResultColumn> columns, BatchOperator rows, long updateCount) {
        return new StatementResult(columns, rows, updateCount);
    }

    public List<ResultColumn> columns() {
        return columns;
    }

    /** The rows, or null for a statement that has none. */
    public @Nullable BatchOperator rows() {
        return rows;
    }

    /** Number of changed rows, also where they are returned; 0 for DDL, -1 for the rows of a query. */
    public long updateCount() {
        return updateCount;
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
    }
}
