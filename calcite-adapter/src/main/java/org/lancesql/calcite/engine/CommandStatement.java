package org.lancesql.calcite.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.StatementResult;
import org.lancesql.execution.CancelToken;

/** A statement without rows and parameters, which does its work when it is executed: DDL, and what changes the session. */
record CommandStatement(StatementKind kind, Action action) implements CompiledStatement {
    /** Does the work; returns the number of rows that were written. */
    interface Action {
        long run(SessionContext session, CancelToken cancelToken);
    }

    @Override
    public List<ResultColumn> columns() {
        return List.of();
    }

    @Override
    public List<ResultColumn> parameters() {
        return List.of();
    }

    @Override
    public StatementResult execute(SessionContext session, List<@Nullable Object> values, CancelToken cancelToken) {
        return StatementResult.ofCount(action.run(session, cancelToken));
    }
}
