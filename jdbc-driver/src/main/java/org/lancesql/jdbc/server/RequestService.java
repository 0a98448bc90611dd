package org.lancesql.jdbc.server;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/** The requests of Avatica's protocol, each on the connection that it names. Fails as {@link RemoteErrors} words it. */
final class RequestService implements Service {
    private final RemoteConnections connections;
    private final RequestTarget target;

    /**
     * A service for one request.
     *
     * @param target what the request's URL says
     */
    RequestService(RemoteConnections connections, RequestTarget target) {
        this.connections = connections;
        this.target = target;
    }

    @Override
    public void setRpcMetadata(RpcMetadataResponse metadata) {
        // The server's address, which a client knows.
    }

    private <T> T on(@Nullable String connectionId, RemoteConnections.Work<T> work) {
        try {
            return connections.with(connectionId, work);
        } catch (NoSuchStatementException e) {
            throw RemoteErrors.noStatement(e.getStatementHandle().id);
        } catch (Exception | Error e) {
            throw RemoteErrors.of(e);
        }
    }

    /** What happens to a connection as a whole. */
    private interface Opening {
        void run() throws Exception;
    }

    private static void opening(Opening work) {
        try {
            work.run();
        } catch (Exception | Error e) {
            throw RemoteErrors.of(e);
        }
    }

    @Override
    public OpenConnectionResponse apply(OpenConnectionRequest request) {
        opening(() -> connections.open(request.connectionId, target, request.info));
        return new OpenConnectionResponse(null);
    }

    @Override
    public CloseConnectionResponse apply(CloseConnectionRequest request) {
        opening(() -> connections.close(request.connectionId));
        return new CloseConnectionResponse(null);
    }

    @Override
    public ConnectionSyncResponse apply(ConnectionSyncRequest request) {
        return on(
                request.connectionId,
                connection -> new ConnectionSyncResponse(connection.sync(request.connProps), null));
    }

    @Override
    public CommitResponse apply(CommitRequest request) {
        return on(request.connectionId, connection -> new LocalService(connection.meta()).apply(request));
    }

    @Override
    public RollbackResponse apply(RollbackRequest request) {
        return on(request.connectionId, connection -> new LocalService(connection.meta()).apply(request));
    }

    @Override
    public DatabasePropertyResponse apply(DatabasePropertyRequest request) {
        return on(
                request.connectionId,
                connection -> new DatabasePropertyResponse(
                        connection.meta().getDatabaseProperties(connection.handle()), null));
    }

    @Override
    public ResultSetResponse apply(CatalogsRequest request) {
        return on(
                request.connectionId,
                connection -> connection.metadata(connection.meta().getCatalogs(connection.handle())));
    }

    @Override
    public ResultSetResponse apply(SchemasRequest request) {
        return on(
                request.connectionId,
                connection -> connection.metadata(connection
                        .meta()
                        .getSchemas(connection.handle(), request.catalog, Meta.Pat.of(request.schemaPattern))));
    }

    @Override
    public ResultSetResponse apply(TablesRequest request) {
        return on(
                request.connectionId,
                connection -> connection.metadata(connection
                        .meta()
                        .getTables(
                                connection.handle(),
                                request.catalog,
                                Meta.Pat.of(request.schemaPattern),
                                Meta.Pat.of(request.tableNamePattern),
                                request.typeList)));
    }

    @Override
    public ResultSetResponse apply(TableTypesRequest request) {
        return on(
                request.connectionId,
                connection -> connection.metadata(connection.meta().getTableTypes(connection.handle())));
    }

    @Override
    public ResultSetResponse apply(TypeInfoRequest request) {
        return on(
                request.connectionId,
                connection -> connection.metadata(connection.meta().getTypeInfo(connection.handle())));
    }

    @Override
    public ResultSetResponse apply(ColumnsRequest request) {
        return on(
                request.connectionId,
                connection -> connection.metadata(connection
                        .meta()
                        .getColumns(
                                connection.handle(),
                                request.catalog,
                                Meta.Pat.of(request.schemaPattern),
                                Meta.Pat.of(request.tableNamePattern),
                                Meta.Pat.of(request.columnNamePattern))));
    }

    @Override
    public CreateStatementResponse apply(CreateStatementRequest request) {
        return on(
                request.connectionId,
                connection -> new CreateStatementResponse(
                        request.connectionId, connection.meta().createStatement(connection.handle()).id, null));
    }

    @Override
    public CloseStatementResponse apply(CloseStatementRequest request) {
        return on(request.connectionId, connection -> {
            connection.closeStatement(request.statementId);
            return new CloseStatementResponse(null);
        });
    }

    @Override
    public PrepareResponse apply(PrepareRequest request) {
        return on(
                request.connectionId,
                connection -> new PrepareResponse(connection.prepare(request.sql, request.maxRowCount), null));
    }

    @Override
    public ExecuteResponse apply(ExecuteRequest request) {
        Meta.StatementHandle handle = request.statementHandle;
        List<TypedValue> values = request.parameterValues == null ? List.of() : request.parameterValues;
        return on(
                handle == null ? null : handle.connectionId,
                connection ->
                        new ExecuteResponse(connection.execute(handle.id, values, request.maxRowCount), false, null));
    }

    @Override
    public ExecuteResponse apply(PrepareAndExecuteRequest request) {
        return on(
                request.connectionId,
                connection -> new ExecuteResponse(
                        connection.prepareAndExecute(
                                request.statementId, request.sql, request.maxRowCount, request.maxRowsInFirstFrame),
                        false,
                        null));
    }

    /** Answers with an error where Avatica would let a client begin again, and so lose rows or see them twice. */
    @Override
    public FetchResponse apply(FetchRequest request) {
        return on(
                request.connectionId,
                connection -> new FetchResponse(
                        connection.fetch(request.statementId, request.offset, request.fetchMaxRowCount),
                        false,
                        false,
                        null));
    }

    @Override
    public SyncResultsResponse apply(SyncResultsRequest request) {
        throw RemoteErrors.noResult(request.statementId);
    }

    @Override
    public ExecuteBatchResponse apply(PrepareAndExecuteBatchRequest request) {
        return on(
                request.connectionId,
                connection -> response(
                        request.connectionId,
                        request.statementId,
                        connection
                                .meta()
                                .prepareAndExecuteBatch(
                                        connection.statement(request.statementId), request.sqlCommands)));
    }

    @Override
    public ExecuteBatchResponse apply(ExecuteBatchRequest request) {
        return on(request.connectionId, connection -> {
            List<List<@Nullable TypedValue>> rows =
                    request.hasProtoUpdateBatches() ? rows(request.getProtoUpdateBatches()) : request.parameterValues;
            return response(
                    request.connectionId,
                    request.statementId,
                    connection.meta().executeBatch(connection.statement(request.statementId), rows));
        });
    }

    private static ExecuteBatchResponse response(String connectionId, int statementId, Meta.ExecuteBatchResult result) {
        return new ExecuteBatchResponse(connectionId, statementId, result.updateCounts, false, null);
    }

    private static List<List<@Nullable TypedValue>> rows(List<Requests.UpdateBatch> batches) {
        List<List<@Nullable TypedValue>> rows = new ArrayList<>();
        for (Requests.UpdateBatch batch : batches) {
            List<@Nullable TypedValue> row = new ArrayList<>();
            for (Common.TypedValue value : batch.getParameterValuesList()) {
                boolean isUnbound = TypedValue.PROTO_IMPLICIT_NULL.equals(value);
                row.add(isUnbound ? null : TypedValue.fromProto(value));
            }
            rows.add(row);
        }
        return rows;
    }
}
