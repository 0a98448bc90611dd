package org.lancesql.jdbc.server;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.remote.Service.ResultSetResponse;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.ServedConnection;
import org.lancesql.jdbc.result.OpenRows;

/** A client's connection: an embedded one, and the results that the client is reading. */
final class RemoteConnection implements AutoCloseable {
    private final String id;
    private final ServedConnection served;
    private final Map<Integer, FrameReader> results = new ConcurrentHashMap<>();
    private final SyncedProperties properties = new SyncedProperties();
    private int requests;
    private boolean closed;
    private long lastUsedNanos = System.nanoTime();

    RemoteConnection(String id, ServedConnection served) {
        this.id = id;
        this.served = served;
    }

    /** Begins a request, which keeps the connection from being idle; false if it is closed. */
    synchronized boolean enter() {
        requests++;
        return !closed;
    }

    synchronized void leave() {
        requests--;
        lastUsedNanos = System.nanoTime();
        notifyAll();
    }

    /** Number of requests under way. */
    synchronized int requests() {
        return requests;
    }

    synchronized boolean isIdle(long nowNanos, long idleNanos) {
        return requests == 0 && nowNanos - lastUsedNanos > idleNanos;
    }

    /** Waits until no request is under way on the connection. */
    synchronized void awaitEnd(long deadlineNanos) throws InterruptedException {
        for (long left = deadlineNanos - System.nanoTime();
                requests > 0 && left > 0;
                left = deadlineNanos - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
    }

    Meta meta() {
        return served.meta();
    }

    Meta.ConnectionHandle handle() {
        return new Meta.ConnectionHandle(id);
    }

    /** Takes over what the client has set since it last heard of its properties. */
    Meta.ConnectionProperties sync(Meta.ConnectionProperties sent) {
        return properties.sync(sent, changes -> meta().connectionSync(handle(), changes));
    }

    /** Whether it has a transaction, or its next statement begins one. */
    boolean inTransaction() {
        return served.inTransaction();
    }

    Meta.StatementHandle statement(int statementId) {
        return new Meta.StatementHandle(id, statementId, null);
    }

    /** Rows of metadata, which are whole in their first frame. */
    ResultSetResponse metadata(Meta.MetaResultSet result) {
        return new ResultSetResponse(
                id,
                result.statementId,
                true,
                result.signature.setCursorFactory(Meta.CursorFactory.LIST),
                result.firstFrame,
                -1,
                null);
    }

    Meta.StatementHandle prepare(String sql, long maxRows) throws NoSuchStatementException {
        Meta.StatementHandle prepared = meta().prepare(handle(), sql, maxRows);
        List<WireColumn> columns =
                served.preparedColumns(prepared).stream().map(WireColumn::of).toList();
        return new Meta.StatementHandle(id, prepared.id, FrameReader.describe(prepared.signature, columns));
    }

    List<ResultSetResponse> prepareAndExecute(int statementId, String sql, long maxRows, int maxRowsInFirstFrame)
            throws NoSuchStatementException, SQLException {
        results.remove(statementId);
        Meta.ExecuteResult executed =
                meta().prepareAndExecute(statement(statementId), sql, maxRows, 0, new IgnoredCallback());
        return responses(statementId, executed, maxRowsInFirstFrame);
    }

    List<ResultSetResponse> execute(int statementId, List<TypedValue> parameters, int maxRowsInFirstFrame)
            throws NoSuchStatementException, SQLException {
        results.remove(statementId);
        return responses(statementId, meta().execute(statement(statementId), parameters, 0), maxRowsInFirstFrame);
    }

    /** A client reads the first result of a script only; rows behind it are freed at once. */
    private List<ResultSetResponse> responses(int statementId, Meta.ExecuteResult executed, int maxRows)
            throws SQLException {
        List<ResultSetResponse> responses = new ArrayList<>();
        for (Meta.MetaResultSet result : executed.resultSets) {
            OpenRows rows = ServedConnection.rows(result);
            if (rows == null) {
                responses.add(new ResultSetResponse(id, statementId, false, null, null, result.updateCount, null));
            } else if (responses.isEmpty()) {
                responses.add(firstFrame(statementId, result, rows, maxRows));
            } else {
                rows.close();
            }
        }
        return responses;
    }

    private ResultSetResponse firstFrame(int statementId, Meta.MetaResultSet result, OpenRows rows, int maxRows)
            throws SQLException {
        FrameReader reader = new FrameReader(rows, served.timeZone());
        Meta.Frame frame = reader.next(0, maxRows);
        if (!frame.done) {
            results.put(statementId, reader);
        }
        return new ResultSetResponse(
                id, statementId, false, reader.signature(result.signature), frame, result.updateCount, null);
    }

    Meta.Frame fetch(int statementId, long offset, int maxRows) throws SQLException {
        FrameReader reader = results.get(statementId);
        if (reader == null) {
            throw RemoteErrors.noResult(statementId);
        }
        Meta.Frame frame = reader.next(offset, maxRows);
        if (frame.done) {
            results.remove(statementId, reader);
        }
        return frame;
    }

    void closeStatement(int statementId) {
        results.remove(statementId);
        meta().closeStatement(statement(statementId));
    }

    /** Stops what is running, and closes all that is open. */
    @Override
    public void close() throws SQLException {
        synchronized (this) {
            closed = true;
        }
        results.clear();
        served.close();
    }

    /** Avatica's way to hand over a first result; this server takes all results at once. */
    private static final class IgnoredCallback implements Meta.PrepareCallback {
        @Override
        public Object getMonitor() {
            return this;
        }

        @Override
        public void clear() {}

        @Override
        public void assign(Meta.Signature signature, Meta.@Nullable Frame firstFrame, long updateCount) {}

        @Override
        public void execute() {}
    }
}
