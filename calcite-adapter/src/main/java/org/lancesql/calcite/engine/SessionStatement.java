package org.lancesql.calcite.engine;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.StatementResult;
import org.lancesql.execution.CancelToken;

/** A statement that changes the session and nothing else: SET, RESET, USE. */
record SessionStatement(Consumer<SessionContext> action) implements CompiledStatement {
    @Override
    public StatementKind kind() {
        return StatementKind.SESSION;
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
        action.accept(session);
        return StatementResult.ofCount(0);
    }
}
