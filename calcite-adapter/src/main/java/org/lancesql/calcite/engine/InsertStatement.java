package org.lancesql.calcite.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.StatementResult;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.InsertResult;
import org.lancesql.storage.TableVersion;

/** INSERT: the rows of a query, staged to files and published as one version. */
final class InsertStatement implements CompiledStatement {
    private final EngineContext engine;
    private final QueryStatement rows;
    private final String table;

    /** @param table name of the target on disk */
    InsertStatement(EngineContext engine, QueryStatement rows, String table) {
        this.engine = engine;
        this.rows = rows;
        this.table = table;
    }

    @Override
    public StatementKind kind() {
        return StatementKind.INSERT;
    }

    @Override
    public List<ResultColumn> columns() {
        return List.of();
    }

    @Override
    public List<ResultColumn> parameters() {
        return rows.parameters();
    }

    String table() {
        return table;
    }

    QueryStatement rows() {
        return rows;
    }

    @Override
    public StatementResult execute(SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken) {
        engine.requireWritable(session, "INSERT");
        QueryStatement.Rows opened = rows.open(session, parameters, cancelToken);
        try (BatchOperator operator = opened.operator()) {
            LanceTable target = opened.planned().tables().stream()
                    .filter(candidate -> candidate.name().equals(table)
                            && candidate.pinnedVersion().isEmpty())
                    .findFirst()
                    .orElseThrow();
            TableVersion base =
                    new TableVersion(table, opened.snapshot().version(table).orElseThrow());
            InsertResult result = engine.committer()
                    .insert(base, new StoredRows(table, target.schema(), operator), session.commitInfo("INSERT"));
            return StatementResult.ofCount(result.rows());
        }
    }
}
