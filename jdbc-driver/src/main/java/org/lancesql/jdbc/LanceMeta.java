package org.lancesql.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.BatchException;
import org.lancesql.calcite.BoundRows;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.GeneratedKeys;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.SessionActivity;
import org.lancesql.calcite.StatementResult;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.result.OpenRows;
import org.lancesql.mutation.session.SessionTransactions.Unit;

/**
 * One connection's way to the engine, for the embedded driver and the server alike: everything that a connection does
 * goes through here. Fails with the exceptions of the lower layers, for {@code SqlStates} to translate.
 *
 * <p>Results come without frames: the caller reads the rows through the signature of the result.
 */
final class LanceMeta extends CatalogMeta implements SessionActivity {
    private final Map<Integer, MetaStatement> statements = new ConcurrentHashMap<>();
    private final AtomicInteger nextId = new AtomicInteger();

    LanceMeta(AvaticaConnection connection) {
        super(connection);
    }

    @Override
    public StatementHandle createStatement(ConnectionHandle ch) {
        return register(ch, new MetaStatement(session().queryTimeoutMillis()), null);
    }

    private StatementHandle register(ConnectionHandle ch, MetaStatement statement, @Nullable Signature signature) {
        int id = nextId.incrementAndGet();
        statements.put(id, statement);
        return new StatementHandle(ch.id, id, signature);
    }

    /** The statement of a handle. */
    MetaStatement statement(StatementHandle handle) throws NoSuchStatementException {
        MetaStatement statement = statements.get(handle.id);
        if (statement == null) {
            throw new NoSuchStatementException(handle);
        }
        return statement;
    }

    @Override
    public void closeStatement(StatementHandle handle) {
        MetaStatement statement = statements.remove(handle.id);
        if (statement != null) {
            statement.close();
        }
    }

    @Override
    public StatementHandle prepare(ConnectionHandle ch, String sql, long maxRowCount) {
        return prepare(ch, sql, null);
    }

    /** @param keys columns that executions return beside the number of changed rows, or null for none */
    StatementHandle prepare(ConnectionHandle ch, String sql, @Nullable GeneratedKeys keys) {
        List<ParsedStatement> parsed = parse(sql);
        if (parsed.size() > 1) {
            throw new MetaFailure(JdbcErrors.severalStatements(parsed.size()));
        }
        int timeoutMillis = session().queryTimeoutMillis();
        CancelToken token = CancelToken.withTimeoutMillis(timeoutMillis);
        CompiledStatement plan = engine().compile(parsed.get(0), session(), token);
        CompiledStatement keyPlan = returning(parsed.get(0), keys)
                .map(returning -> engine().compile(returning, session(), token))
                .orElse(null);
        MetaStatement statement = new MetaStatement(plan, keyPlan, sql, timeoutMillis);
        return register(ch, statement, Signatures.prepared(plan, sql, catalogName()));
    }

    private Optional<ParsedStatement> returning(ParsedStatement parsed, @Nullable GeneratedKeys keys) {
        return keys == null ? Optional.empty() : engine().returning(parsed, keys, session());
    }

    /** The statements of a text, which is null when JDBC gives null, and when a client of the server gives an empty text. */
    private List<ParsedStatement> parse(@Nullable String sql) {
        List<ParsedStatement> parsed = sql == null ? List.of() : engine().parse(sql);
        if (parsed.isEmpty()) {
            throw new MetaFailure(JdbcErrors.noStatement());
        }
        return parsed;
    }

    @Override
    @Deprecated
    public ExecuteResult prepareAndExecute(
            StatementHandle handle, String sql, long maxRowCount, PrepareCallback callback)
            throws NoSuchStatementException {
        return prepareAndExecute(handle, sql, maxRowCount, 0, callback);
    }

    @Override
    public ExecuteResult prepareAndExecute(
            StatementHandle handle, String sql, long maxRowCount, int maxRowsInFirstFrame, PrepareCallback callback)
            throws NoSuchStatementException {
        MetaStatement statement = statement(handle);
        long maxRows = maxRowCount < 0 ? Long.MAX_VALUE : maxRowCount;
        return execution(statement, sql, () -> {
            List<ParsedStatement> script = parse(sql);
            return Units.run(
                    session(), engine().open(script, session(), statement.newToken()), statement::newToken, () -> {
                        List<MetaResultSet> results = new ArrayList<>();
                        for (ParsedStatement parsed : script) {
                            CancelToken token = statement.newToken();
                            token.check();
                            Optional<ParsedStatement> returning =
                                    script.size() > 1 ? Optional.empty() : returning(parsed, statement.wantedKeys());
                            CompiledStatement plan = engine().compile(returning.orElse(parsed), session(), token);
                            Executable executable = new Executable(plan, parsed.text(), returning.isPresent());
                            results.add(run(handle, statement, executable, List.of(), token, maxRows));
                        }
                        return new ExecuteResult(results);
                    });
        });
    }

    @Override
    @Deprecated
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> parameterValues, long maxRowCount)
            throws NoSuchStatementException {
        return execute(handle, parameterValues, 0);
    }

    @Override
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> parameterValues, int maxRowsInFirstFrame)
            throws NoSuchStatementException {
        MetaStatement statement = statement(handle);
        CompiledStatement keyPlan = statement.keyPlan();
        CompiledStatement plan = keyPlan == null ? plan(statement) : keyPlan;
        Executable executable = new Executable(plan, statement.sql(), keyPlan != null);
        return execution(statement, statement.sql(), () -> {
            List<@Nullable Object> values = ParameterValues.fromTyped(parameterValues);
            CancelToken token = statement.newToken();
            return Units.run(session(), session().transactions().open(plan.mutations(), token), () -> token, () -> {
                MetaResultSet result = run(handle, statement, executable, values, token, statement.maxRows());
                return new ExecuteResult(List.of(result));
            });
        });
    }

    private static CompiledStatement plan(MetaStatement statement) {
        CompiledStatement plan = statement.plan();
        if (plan == null) {
            throw new MetaFailure(JdbcErrors.notForUnprepared());
        }
        return plan;
    }

    private <T> T execution(MetaStatement statement, @Nullable String text, Supplier<T> work) {
        statement.begin(text == null ? "" : text);
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            statement.closeOpen();
            throw e;
        } finally {
            statement.end(session().state().takeWarnings());
        }
    }

    /**
     * A statement about to run.
     *
     * @param returnsKeys whether its rows are keys, and the number of changed rows is its result
     */
    private record Executable(CompiledStatement plan, String sql, boolean returnsKeys) {
        boolean givesRows() {
            return !returnsKeys && Signatures.givesRows(plan);
        }
    }

    private MetaResultSet run(
            StatementHandle handle,
            MetaStatement statement,
            Executable executable,
            List<@Nullable Object> parameters,
            CancelToken token,
            long maxRows) {
        token.check();
        admit(statement, executable);
        StatementResult result = executable.plan().execute(session(), parameters, token);
        MetaResultSet count = MetaResultSet.count(handle.connectionId, handle.id, Math.max(0, result.updateCount()));
        BatchOperator rows = result.rows();
        if (rows == null) {
            return count;
        }
        OpenRows open = new OpenRows(result, rows, token, executable.returnsKeys() ? Long.MAX_VALUE : maxRows);
        statement.opened(open);
        Signature signature = Signatures.result(open, executable.sql(), catalogName());
        if (executable.returnsKeys()) {
            statement.returned(signature);
            return count;
        }
        return MetaResultSet.create(handle.connectionId, handle.id, false, signature, null);
    }

    /** Refuses what the caller cannot take, before it runs. */
    private void admit(MetaStatement statement, Executable executable) {
        boolean givesRows = executable.givesRows();
        String sql = executable.sql();
        switch (statement.expected()) {
            case ROWS_FIRST -> {
                if (!givesRows) {
                    throw new MetaFailure(JdbcErrors.noRows(sql));
                }
                statement.acceptAnything();
            }
            case COUNTS -> {
                if (givesRows) {
                    throw new MetaFailure(JdbcErrors.rowsNotWanted(sql));
                }
            }
            case ANYTHING -> {}
        }
    }

    @Override
    public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle handle, List<String> sqlCommands)
            throws NoSuchStatementException {
        MetaStatement statement = statement(handle);
        return batch(
                statement,
                String.join(";\n", sqlCommands),
                sqlCommands.size(),
                () -> parseBatch(sqlCommands),
                (members, token) -> engine().open(members, session(), token),
                (members, token) -> {
                    long[] counts = new long[members.size()];
                    for (int i = 0; i < counts.length; i++) {
                        counts[i] = member(handle, statement, members.get(i), token, Arrays.copyOf(counts, i));
                    }
                    return counts;
                });
    }

    /** The members of a batch of texts; an error in any of them means that none runs. */
    private List<ParsedStatement> parseBatch(List<String> commands) {
        List<ParsedStatement> members = new ArrayList<>();
        for (String command : commands) {
            List<ParsedStatement> parsed = parse(command);
            if (parsed.size() > 1) {
                throw new MetaFailure(JdbcErrors.severalInBatch(parsed.size()));
            }
            members.add(parsed.get(0));
        }
        return members;
    }

    private long member(
            StatementHandle handle,
            MetaStatement statement,
            ParsedStatement member,
            CancelToken token,
            long[] countsBefore) {
        try {
            token.check();
            CompiledStatement plan = engine().compile(member, session(), token);
            return run(handle, statement, new Executable(plan, member.text(), false), List.of(), token, 0).updateCount;
        } catch (RuntimeException e) {
            throw new BatchException(countsBefore, e);
        }
    }

    @Override
    public ExecuteBatchResult executeBatch(StatementHandle handle, List<List<TypedValue>> parameterValues)
            throws NoSuchStatementException {
        CompiledStatement plan = plan(statement(handle));
        return executeBatch(handle, parameterValues.size(), () -> {
            BoundRows rows = new BoundRows(plan.parameters().size(), parameterValues.size());
            parameterValues.forEach(row -> rows.add(ParameterValues.fromTyped(row)));
            return rows;
        });
    }

    /** Runs a prepared statement for rows of the engine's values, without the detour that remote clients need. */
    ExecuteBatchResult executeRows(StatementHandle handle, BoundRows rows) throws NoSuchStatementException {
        return executeBatch(handle, rows.size(), () -> rows);
    }

    private ExecuteBatchResult executeBatch(StatementHandle handle, int size, Supplier<BoundRows> values)
            throws NoSuchStatementException {
        MetaStatement statement = statement(handle);
        CompiledStatement plan = plan(statement);
        return batch(
                statement,
                statement.sql(),
                size,
                values,
                (rows, token) -> session().transactions().open(plan.mutations(), token),
                (rows, token) -> {
                    admit(statement, new Executable(plan, statement.sql(), false));
                    return plan.executeBatch(session(), rows, token);
                });
    }

    /**
     * Runs a batch as one unit, which is opened before any of its members runs.
     *
     * @param size number of members
     */
    private <M> ExecuteBatchResult batch(
            MetaStatement statement,
            String text,
            int size,
            Supplier<M> read,
            BiFunction<M, CancelToken, Unit> open,
            BiFunction<M, CancelToken, long[]> run) {
        if (size == 0) {
            return new ExecuteBatchResult(new long[0]);
        }
        return execution(statement, text, () -> {
            statement.acceptOnlyCounts();
            try {
                M members = read.get();
                CancelToken token = statement.newToken();
                return new ExecuteBatchResult(Units.runBatch(
                        session(), open.apply(members, token), size, token, () -> run.apply(members, token)));
            } finally {
                statement.acceptAnything();
            }
        });
    }

    @Override
    public Frame fetch(StatementHandle handle, long offset, int fetchMaxRowCount) {
        throw new MetaFailure(JdbcErrors.notSupported("Rows are read where they are, not in frames"));
    }

    @Override
    public Iterable<Object> createIterable(
            StatementHandle handle,
            QueryState state,
            Signature signature,
            List<TypedValue> parameters,
            @Nullable Frame firstFrame) {
        return firstFrame == null ? List.of() : firstFrame.rows;
    }

    @Override
    public boolean syncResults(StatementHandle handle, QueryState state, long offset) {
        throw new MetaFailure(JdbcErrors.notSupported("Results cannot be read again from the middle"));
    }

    @Override
    public void openConnection(ConnectionHandle ch, Map<String, String> info) {
        // The driver has opened the session with the connection.
    }

    @Override
    public void closeConnection(ConnectionHandle ch) {
        statements.values().forEach(MetaStatement::close);
        statements.clear();
        closeSession();
    }

    @Override
    public Optional<String> statement() {
        return statements.values().stream()
                .flatMap(statement -> statement.running().stream())
                .findFirst();
    }

    @Override
    public void cancel() {
        cancelAll();
    }

    /** Stops whatever runs on the connection. */
    void cancelAll() {
        statements.values().forEach(MetaStatement::cancel);
    }

    /** Also for thin clients, which send it before the server knows that they have turned autocommit off. */
    @Override
    public void commit(ConnectionHandle ch) {
        session().transactions().commit(CancelToken.withTimeoutMillis(session().queryTimeoutMillis()));
    }

    @Override
    public void rollback(ConnectionHandle ch) {
        session().transactions().rollback();
    }

    @Override
    public ConnectionProperties connectionSync(ConnectionHandle ch, ConnectionProperties changes) {
        return SyncedProperties.apply(changes, session(), catalogName());
    }
}
