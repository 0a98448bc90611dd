package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.change.ChangeQuery;
import org.lancesql.calcite.estimates.PlanSamples;
import org.lancesql.calcite.estimates.TableSamples;
import org.lancesql.calcite.information.InformationSchema;
import org.lancesql.calcite.information.TableRelations;
import org.lancesql.calcite.plan.ChangeLayout;
import org.lancesql.calcite.plan.PhysicalPlan;
import org.lancesql.calcite.plan.RowConditions;
import org.lancesql.calcite.plan.SqlPlanner;
import org.lancesql.calcite.plan.ValidatedQuery;
import org.lancesql.calcite.rowhistory.RowHistoryReader;
import org.lancesql.calcite.runtime.Reads;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.types.StoredTypes;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.WorkerPool;
import org.lancesql.mutation.Committer;
import org.lancesql.mutation.Cut;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.Transaction;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.DatabaseLog;
import org.lancesql.versioning.DatabaseTags;
import org.lancesql.versioning.PastSnapshots;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StatisticsCatalog;
import org.lancesql.versioning.TableHistory;
import org.lancesql.versioning.ViewCatalog;

/** What the statements of one engine share. */
record EngineContext(
        TableStore store,
        Committer committer,
        ArrowMemory memory,
        SnapshotReader snapshots,
        ViewCatalog views,
        DatabaseTags databaseTags,
        TableHistory history,
        PastSnapshots pastSnapshots,
        DatabaseLog kept,
        Activity activity,
        PlanCache plans,
        StatisticsCatalog statistics,
        TableSamples samples,
        WorkerPool workers) {

    /** What names mean to a session now. */
    StatementCatalog catalog(SessionContext session) {
        return catalog(session, null);
    }

    /**
     * What names mean to a session now, for these parameters of its statement.
     *
     * @param parameters null while they are not bound
     */
    StatementCatalog catalog(SessionContext session, @Nullable List<@Nullable Object> parameters) {
        return new StatementCatalog(
                store,
                snapshots,
                views,
                session.state(),
                InformationSchema.of(
                        new SessionRelations(this, session),
                        new TableRelations(snapshots, history, databaseTags, statistics),
                        activity.seenBy(session.state())),
                new DeferredPins(this, session, parameters));
    }

    /** Whether a plan gives a session what it would read now. */
    boolean fitsNow(Planned planned, SessionContext session) {
        Cut cut = session.state()
                .transactions()
                .reading()
                .map(transaction -> transaction.cut(planned.floatingTables()))
                .orElseGet(() -> new Cut(snapshots.read(planned.floatingTables()), Map.of()));
        try (Reads reads = new Reads(cut, Map.of())) {
            return planned.fits(reads, session, () -> catalog(session));
        }
    }

    /** Begins a transaction. */
    Transaction newTransaction(Isolation isolation) {
        return new Transaction(isolation, store, snapshots, this::committer, memory.root());
    }

    /** Makes the changes to the tables of a store. */
    Committer committer(TableStore changed) {
        return changed == store ? committer : new Committer(changed);
    }

    /** Name of the database, which is also its catalog. */
    String databaseName() {
        return String.valueOf(store.root().directory().getFileName());
    }

    /** Refuses a statement that writes, if nothing may be written. */
    void requireWritable(SessionContext session, String statement) {
        if (session.readOnly() || store.readOnly()) {
            throw new StatementException(
                    Reason.READ_ONLY,
                    statement
                            + " is refused: the connection is read-only; connect without readOnly=true to change data");
        }
        session.state().snapshot().ifPresent(snapshot -> {
            throw new StatementException(
                    Reason.READ_ONLY,
                    statement + " is refused: the session reads the snapshot as of " + snapshot.name()
                            + "; RESET SNAPSHOT returns to the present, which can be changed");
        });
        if (session.state().transactions().readOnly()) {
            throw new StatementException(
                    Reason.READ_ONLY,
                    statement
                            + " is refused: the transaction is READ ONLY; begin one that is READ WRITE to change data");
        }
    }

    /** A planner for a part of a statement that is planned in no time. */
    SqlPlanner planner(StatementCatalog catalog, SessionContext session, BufferAllocator allocator) {
        return planner(catalog, session, allocator, null, CancelToken.withoutTimeout());
    }

    private SqlPlanner planner(
            StatementCatalog catalog,
            SessionContext session,
            BufferAllocator allocator,
            @Nullable List<@Nullable Object> values,
            CancelToken cancelToken) {
        return new SqlPlanner(
                catalog,
                new RowHistoryReader(history, memory),
                databaseName(),
                session.state().user(),
                allocator,
                session.timeZone(),
                new PlanSamples(samples, session.timeZone(), values),
                cancelToken);
    }

    /**
     * Plans a query.
     *
     * @param values of parameters, for which the plan is to be good; null for a plan for any
     */
    Planned plan(
            SqlNode query,
            StatementCatalog catalog,
            SessionContext session,
            @Nullable List<@Nullable Object> values,
            CancelToken cancelToken) {
        try (BufferAllocator allocator = memory.newChild("planning")) {
            SqlPlanner planner = planner(catalog, session, allocator, values, cancelToken);
            ValidatedQuery validated = planner.validate(query);
            List<@Nullable Field> origins = origins(validated, catalog);
            List<ResultColumn> columns = columns(validated, origins);
            return planned(validated, planner.plan(validated), columns, origins, catalog, session);
        }
    }

    /**
     * The plan of a statement that changes rows; its columns are those of RETURNING, with which its rows begin.
     *
     * @param query what it was lowered to, with the final layout
     */
    record PlannedChange(ChangeQuery query, Planned planned) {}

    /**
     * Plans a statement that changes rows.
     *
     * @param values as for a query
     */
    PlannedChange plan(
            ChangeQuery change,
            StatementCatalog catalog,
            SessionContext session,
            @Nullable List<@Nullable Object> values,
            CancelToken cancelToken) {
        try (BufferAllocator allocator = memory.newChild("planning")) {
            SqlPlanner planner = planner(catalog, session, allocator, values, cancelToken);
            ValidatedQuery validated = planner.validate(change.query());
            ChangeLayout layout = change.layout().withItems(validated.rowType().getFieldCount());
            PhysicalPlan plan = change.inserts() ? planner.plan(validated) : planner.plan(validated, layout);
            List<@Nullable Field> origins =
                    change.inserts() ? List.of() : origins(validated, catalog).subList(0, layout.returning());
            List<ResultColumn> columns = change.inserts() ? List.of() : columns(validated, origins);
            return new PlannedChange(
                    change.withLayout(layout), planned(validated, plan, columns, origins, catalog, session));
        }
    }

    private static Planned planned(
            ValidatedQuery validated,
            PhysicalPlan plan,
            List<ResultColumn> columns,
            List<@Nullable Field> origins,
            StatementCatalog catalog,
            SessionContext session) {
        return new Planned(
                plan,
                plan.compile(),
                columns,
                storedFields(columns, origins),
                parameters(validated),
                List.copyOf(catalog.usedTables()),
                (DeferredPins) catalog.pins().values(),
                catalog.meanings(),
                session.timeZone(),
                null,
                new PlanVariants());
    }

    /** The CHECK constraints of a table with these columns. */
    RowConditions conditions(String table, Schema schema, StatementCatalog catalog, SessionContext session) {
        List<TableConstraints.Check> checks =
                TableConstraints.of(schema.getCustomMetadata()).checks();
        List<Field> columns =
                schema.getFields().stream().filter(CanonicalTypes::isSupported).toList();
        try (BufferAllocator allocator = memory.newChild("planning")) {
            return planner(catalog, session, allocator).conditions(table, columns, checks);
        }
    }

    /**
     * Number of columns of a query.
     *
     * @param parameters null while they are not bound
     */
    int width(SqlNode query, SessionContext session, @Nullable List<@Nullable Object> parameters) {
        try (BufferAllocator allocator = memory.newChild("planning")) {
            return planner(catalog(session, parameters), session, allocator)
                    .validate(query)
                    .rowType()
                    .getFieldCount();
        }
    }

    /** The fields of the tables' columns that a query returns as they are; null for what it computes. */
    private static List<@Nullable Field> origins(ValidatedQuery query, StatementCatalog catalog) {
        List<@Nullable Field> fields = new ArrayList<>();
        for (RelDataTypeField column : query.rowType().getFieldList()) {
            List<@Nullable String> origin = origin(query, column.getIndex());
            fields.add(origin == null ? null : storedField(origin, catalog, column));
        }
        return fields;
    }

    /** The table's field of an origin: schema, table and column, maybe after the catalog; a recursive query is in none. */
    private static @Nullable Field storedField(
            List<@Nullable String> origin, StatementCatalog catalog, RelDataTypeField column) {
        if (origin.size() < 3) {
            return null;
        }
        return SchemaName.find(String.valueOf(origin.get(origin.size() - 3)))
                .flatMap(schema -> catalog.table(schema, tableName(origin)))
                .flatMap(table -> table.columns().stream()
                        .filter(field -> field.getName().equals(origin.get(origin.size() - 1)))
                        .findFirst())
                .filter(field ->
                        SqlTypes.samePhysical(CanonicalTypes.canonical(field), SqlTypes.toArrow("", column.getType())))
                .orElse(null);
    }

    private static @Nullable List<@Nullable String> origin(ValidatedQuery query, int column) {
        return column < query.origins().size() ? query.origins().get(column) : null;
    }

    private static PinnedName tableName(List<@Nullable String> origin) {
        return PinnedName.decode(String.valueOf(origin.get(origin.size() - 2)));
    }

    private static List<Field> storedFields(List<ResultColumn> columns, List<@Nullable Field> origins) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Field origin = origins.get(i);
            fields.add(origin == null ? StoredTypes.storing(columns.get(i).field()) : origin);
        }
        return fields;
    }

    private static List<ResultColumn> columns(ValidatedQuery query, List<@Nullable Field> stored) {
        List<ResultColumn> columns = new ArrayList<>();
        for (RelDataTypeField field : query.rowType().getFieldList().subList(0, stored.size())) {
            List<@Nullable String> origin = origin(query, field.getIndex());
            String table = origin == null
                    ? null
                    : StatementCatalog.shown(tableName(origin).table());
            String name = origin == null ? field.getName() : String.valueOf(origin.get(origin.size() - 1));
            columns.add(SqlTypes.describe(field.getName(), name, table, field.getType(), stored.get(field.getIndex())));
        }
        return columns;
    }

    private static List<ResultColumn> parameters(ValidatedQuery query) {
        List<ResultColumn> parameters = new ArrayList<>();
        for (RelDataTypeField field : query.parameters().getFieldList()) {
            String name = "?" + (field.getIndex() + 1);
            parameters.add(SqlTypes.describe(name, name, null, field.getType()));
        }
        return parameters;
    }
}
