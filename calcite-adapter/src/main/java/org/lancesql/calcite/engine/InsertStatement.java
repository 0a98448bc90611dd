package org.lancesql.calcite.engine;

import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.StatementResult;
import org.lancesql.calcite.parser.SqlInsertDefaultValues;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.ChangeSource;
import org.lancesql.mutation.Mutation;
import org.lancesql.mutation.SessionTransactions.Unit;
import org.lancesql.mutation.Transaction;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.StoredTable;

/** INSERT: the rows of a query, staged to files and published as one version. */
final class InsertStatement implements CompiledStatement {
    private final EngineContext engine;
    private final Mutation mutation;
    private final SqlIdentifier target;
    private final QueryStatement rows;

    InsertStatement(
            EngineContext engine,
            Mutation mutation,
            QueryStatement.TreeSource source,
            SessionContext session,
            CancelToken cancelToken) {
        this.mutation = mutation;
        this.engine = engine;
        SqlNode node = source.tree();
        this.target = (SqlIdentifier)
                (node instanceof SqlInsertDefaultValues defaults
                        ? defaults.table()
                        : ((SqlInsert) node).getTargetTable());
        this.rows = new QueryStatement(
                engine,
                () -> InsertTree.complete(source.tree(), engine, target(session), session),
                session,
                cancelToken);
    }

    /** The table that the rows go to, as of now. */
    RelationName target(SessionContext session) {
        RelationName found = Names.require("Table", target, engine.catalog(session), engine.databaseName());
        if (!found.isTable()) {
            throw new StatementException(
                    Reason.WRONG_OBJECT, found.name() + " is a view; rows are inserted into tables");
        }
        return found;
    }

    @Override
    public StatementKind kind() {
        return StatementKind.CHANGE;
    }

    @Override
    public List<ResultColumn> columns() {
        return List.of();
    }

    @Override
    public List<ResultColumn> parameters() {
        return rows.parameters();
    }

    QueryStatement rows() {
        return rows;
    }

    @Override
    public StatementResult execute(SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken) {
        RelationName into = target(session);
        if (into.schema() == SchemaName.MAIN) {
            engine.requireWritable(session, "INSERT");
        }
        TableStore store = into.schema() == SchemaName.MAIN
                ? engine.store()
                : session.state().temporary().open();
        try (Unit unit = session.state().transactions().open(mutations())) {
            Transaction transaction = unit.changing(new StoredTable(store, into.name()));
            QueryStatement.Rows opened = rows.open(session, parameters, cancelToken);
            try (BatchOperator operator = opened.operator()) {
                LanceTable table = table(into, opened.planned());
                StoredRows stored = new StoredRows(table.name(), table.schema(), operator);
                long count = transaction.apply(table.stored(), opened.cut(), new Added(stored));
                unit.complete(cancelToken);
                return StatementResult.ofCount(count);
            }
        }
    }

    @Override
    public List<Mutation> mutations() {
        return List.of(mutation);
    }

    private record Added(StoredRows rows) implements ChangeSource {
        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public boolean load(VectorSchemaRoot added, Removal removal) {
            return rows.load(added);
        }
    }

    private LanceTable table(RelationName into, Planned planned) {
        return planned.tables().stream()
                .filter(candidate -> candidate.name().equals(into.name())
                        && candidate.stored().store() == engine.store() == (into.schema() == SchemaName.MAIN)
                        && candidate.pinnedVersion().isEmpty())
                .findFirst()
                .orElseThrow(() -> new StatementException(
                        Reason.UNKNOWN_TABLE, "Table " + into.name() + " changed its name while rows were inserted"));
    }
}
