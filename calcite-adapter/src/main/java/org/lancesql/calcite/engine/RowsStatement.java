package org.lancesql.calcite.engine;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.StatementResult;
import org.lancesql.execution.CancelToken;

/** A statement that answers from what the engine knows: SHOW, DESCRIBE, EXPLAIN. */
record RowsStatement(
        EngineContext engine,
        List<ResultColumn> columns,
        List<ResultColumn> parameters,
        Supplier<List<List<@Nullable Object>>> rows)
        implements CompiledStatement {
    @Override
    public StatementKind kind() {
        return StatementKind.QUERY;
    }

    @Override
    public StatementResult execute(SessionContext session, List<@Nullable Object> values, CancelToken cancelToken) {
        return StatementResult.ofRows(columns, Execution.ofRows(engine, session, columns, rows.get(), cancelToken));
    }
}
