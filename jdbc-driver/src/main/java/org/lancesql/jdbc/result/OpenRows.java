package org.lancesql.jdbc.result;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.StatementResult;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;

/**
 * The rows of an executed query, of which one batch at a time is in memory. Closes itself at the end of the rows and on
 * failure. Another thread may close it: that stops a read that is under way, and waits until it has stopped.
 */
public final class OpenRows implements AutoCloseable {
    private final StatementResult result;
    private final BatchOperator operator;
    private final CancelToken cancelToken;
    private @Nullable Batch current;
    private long rowsLeft;
    private boolean ended;
    private volatile boolean closed;

    /**
     * Takes ownership of {@code result}.
     *
     * @param operator the rows of the result
     * @param maxRows rows to return at most
     */
    public OpenRows(StatementResult result, BatchOperator operator, CancelToken cancelToken, long maxRows) {
        this.result = result;
        this.operator = operator;
        this.cancelToken = cancelToken;
        this.rowsLeft = maxRows;
    }

    public List<ResultColumn> columns() {
        return result.columns();
    }

    /** The next batch, valid until the next call, or null at the end. It stays the property of this object. */
    public synchronized @Nullable Batch nextBatch() {
        freeCurrent();
        if (closed) {
            if (!ended) {
                // Closed by somebody else: the rows so far must not pass for all of them.
                cancelToken.check();
            }
            return null;
        }
        try {
            cancelToken.check();
            Batch batch = rowsLeft > 0 ? operator.next() : null;
            if (batch == null) {
                ended = true;
                close();
                return null;
            }
            current = limited(batch);
            rowsLeft -= current.rowCount();
            return current;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Batch limited(Batch batch) {
        return batch.rowCount() <= rowsLeft
                ? batch
                : batch.withSelection(batch.selection().slice(0, (int) rowsLeft));
    }

    private void freeCurrent() {
        Batch batch = current;
        current = null;
        if (batch != null) {
            batch.close();
        }
    }

    /** Whether there is nothing to be read any more. Does not wait for a read that is under way. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        cancelToken.cancel();
        free();
    }

    private synchronized void free() {
        if (!closed) {
            closed = true;
            freeCurrent();
            result.close();
        }
    }
}
