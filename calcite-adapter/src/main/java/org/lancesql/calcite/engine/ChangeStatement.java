package org.lancesql.calcite.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.BoundRows;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.StatementResult;
import org.lancesql.calcite.change.ChangeLowering;
import org.lancesql.calcite.change.ChangeQuery;
import org.lancesql.calcite.change.Target;
import org.lancesql.calcite.parser.SqlChange;
import org.lancesql.calcite.parser.SqlInsertRows;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.runtime.PlanProfile;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.Transaction;
import org.lancesql.mutation.session.Mutation;
import org.lancesql.mutation.session.SessionTransactions.Unit;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.StoredTable;

/**
 * INSERT, UPDATE, DELETE, MERGE and TRUNCATE: the rows of a query, which say what to add and what to remove, applied as a
 * whole to the transaction.
 */
final class ChangeStatement implements CompiledStatement {
    private final EngineContext engine;
    private final SqlChange change;
    private final Mutation mutation;
    private final QueryStatement rows;

    /** Makes the tree of the statement anew each time, because planning changes it. */
    interface TreeSource {
        SqlChange tree();
    }

    private ChangeStatement(
            EngineContext engine,
            SqlChange change,
            String text,
            Function<PlanSource.Planner, QueryStatement.Planning> planning,
            SessionContext session,
            CancelToken cancelToken) {
        this.engine = engine;
        this.change = change;
        this.mutation = new Mutation(change.mutationKind(), change.statementName(), text);
        this.rows = new QueryStatement(engine, planning.apply(this::plan), session, cancelToken);
    }

    /** @param change its tree, which is not changed */
    static ChangeStatement of(
            EngineContext engine,
            ParsedStatement statement,
            SqlChange change,
            SessionContext session,
            CancelToken cancelToken) {
        return new ChangeStatement(
                engine,
                change,
                statement.text(),
                planner -> new PlanSource(engine, statement, planner),
                session,
                cancelToken);
    }

    /** One that is planned for EXPLAIN, as it is. */
    static ChangeStatement explained(
            EngineContext engine, TreeSource source, String text, SessionContext session, CancelToken cancelToken) {
        return new ChangeStatement(
                engine,
                source.tree(),
                text,
                planner -> (planning, parameters, token) ->
                        BoundPlan.of(planner.plan(source.tree(), planning, parameters, null, token)),
                session,
                cancelToken);
    }

    private Planned plan(
            SqlNode tree,
            SessionContext session,
            @Nullable List<@Nullable Object> parameters,
            @Nullable List<@Nullable Object> values,
            CancelToken cancelToken) {
        StatementCatalog catalog = engine.catalog(session, parameters);
        RelationName table = target(catalog);
        LanceTable found = catalog.requireTable(table);
        Target target = Target.of((SqlChange) tree, found.stored(), found.schema());
        ChangeQuery query = ChangeLowering.lower(
                (SqlChange) tree, target, inner -> engine.width(SqlTexts.copy(inner), session, parameters));
        EngineContext.PlannedChange planned = engine.plan(query, catalog, session, values, cancelToken);
        return planned.planned()
                .with(new LoweredChange(
                        table,
                        target.schema(),
                        planned.query(),
                        engine.conditions(table.name(), target.schema(), catalog, session)));
    }

    /** The table that is changed. */
    private RelationName target(StatementCatalog catalog) {
        RelationName found = Names.require("Table", change.target(), catalog, engine.databaseName());
        if (!found.isTable()) {
            throw new StatementException(Reason.WRONG_OBJECT, found.name() + " is a view; " + rule());
        }
        return found;
    }

    private String rule() {
        return change instanceof SqlInsertRows ? "rows are inserted into tables" : "rows are changed in tables";
    }

    private static LoweredChange lowered(Planned planned) {
        return requireNonNull(planned.change(), "the plan is that of a query");
    }

    @Override
    public StatementKind kind() {
        return StatementKind.CHANGE;
    }

    @Override
    public List<Mutation> mutations() {
        return List.of(mutation);
    }

    @Override
    public List<ResultColumn> columns() {
        return rows.columns();
    }

    @Override
    public List<ResultColumn> parameters() {
        return rows.parameters();
    }

    /** The query for the rows, for EXPLAIN. */
    QueryStatement rows() {
        return rows;
    }

    /** The line of EXPLAIN above the rows. */
    String header() {
        return change.statementName().charAt(0)
                + change.statementName().substring(1).toLowerCase(java.util.Locale.ROOT)
                + "(table=[" + lowered(rows.planned()).table().name() + "])";
    }

    @Override
    public StatementResult execute(SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken) {
        return execute(session, () -> rows.open(session, parameters, cancelToken), cancelToken);
    }

    /** Executes with operators that count in a profile what they do; rows of RETURNING are computed and left. */
    AnalyzedStatement.Ran executeMeasured(
            SessionContext session, List<@Nullable Object> parameters, PlanProfile profile, CancelToken cancelToken) {
        Planned[] used = new Planned[1];
        RowOpener opener = () -> {
            QueryStatement.Rows opened = rows.open(session, parameters, profile, cancelToken);
            used[0] = opened.planned();
            return opened;
        };
        try (StatementResult result = execute(session, opener, cancelToken)) {
            return new AnalyzedStatement.Ran(requireNonNull(used[0]), header(), result.updateCount());
        }
    }

    /** Makes an INSERT of one row of values for many rows of parameters at once; other statements run for each. */
    @Override
    public long[] executeBatch(SessionContext session, BoundRows batch, CancelToken cancelToken) {
        if (!lowered(rows.planned()).query().inserts() || !rows.isTemplate()) {
            return CompiledStatement.super.executeBatch(session, batch, cancelToken);
        }
        return RowBatches.run(
                batch,
                (from, to) -> execute(
                                session, () -> rows.openTemplate(session, batch, from, to, cancelToken), cancelToken)
                        .close(),
                one -> execute(session, one, cancelToken).close());
    }

    private interface RowOpener {
        QueryStatement.Rows open();
    }

    private StatementResult execute(SessionContext session, RowOpener opener, CancelToken cancelToken) {
        RelationName table = target(engine.catalog(session));
        if (table.schema() == SchemaName.MAIN) {
            engine.requireWritable(session, change.statementName());
        }
        try (Unit unit = session.state().transactions().open(mutations(), cancelToken)) {
            Transaction transaction = unit.transaction();
            StatementResult result = run(transaction, session, opener, cancelToken);
            boolean done = false;
            try {
                unit.complete(cancelToken);
                done = true;
            } finally {
                if (!done) {
                    result.close();
                }
            }
            return result;
        }
    }

    private StoredTable stored(RelationName table, SessionContext session) {
        TableStore store = table.schema() == SchemaName.MAIN
                ? engine.store()
                : session.state().temporary().find().orElseThrow();
        return new StoredTable(store, table.name());
    }

    private StatementResult run(
            Transaction transaction, SessionContext session, RowOpener opener, CancelToken cancelToken) {
        QueryStatement.Rows opened = opener.open();
        try (BatchOperator operator = opened.operator()) {
            LoweredChange current = lowered(opened.planned());
            ReturnedRows returned = new ReturnedRows(opened.planned().columns(), engine);
            boolean done = false;
            try {
                RowChecks checks = new RowChecks(current.conditions(), session, cancelToken);
                long count = apply(transaction, current, opened, returned, checks, stored(current.table(), session));
                done = !returned.columns().isEmpty();
                return done
                        ? StatementResult.ofChanges(returned.columns(), returned.readBy(cancelToken), count)
                        : StatementResult.ofCount(count);
            } finally {
                if (!done) {
                    returned.close();
                }
            }
        }
    }

    private long apply(
            Transaction transaction,
            LoweredChange current,
            QueryStatement.Rows opened,
            ReturnedRows returned,
            RowChecks checks,
            StoredTable table) {
        try (BufferAllocator allocator = engine.memory().newChild("changed rows");
                ChangedRows changed = new ChangedRows(
                        current.query(),
                        current.table().name(),
                        current.schema(),
                        opened.operator(),
                        returned,
                        checks,
                        allocator)) {
            transaction.apply(table, opened.cut(), changed);
            return changed.count();
        }
    }
}
