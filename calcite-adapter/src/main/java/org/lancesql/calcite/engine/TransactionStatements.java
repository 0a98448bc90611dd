package org.lancesql.calcite.engine;

import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.parser.SqlTransaction;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.session.SessionTransactions;

/** BEGIN, COMMIT, ROLLBACK, SAVEPOINT and the like. */
final class TransactionStatements {
    private TransactionStatements() {}

    static CompiledStatement of(SqlTransaction statement) {
        Isolation isolation = isolation(statement.modes().isolation());
        Boolean readOnly = statement.modes().readOnly();
        return switch (statement.action()) {
            case BEGIN -> statement((session, token) -> session.begin(isolation, readOnly, token));
            case COMMIT -> statement(SessionTransactions::commit);
            case ROLLBACK -> statement((session, token) -> session.rollback());
            case SAVEPOINT -> statement((session, token) -> session.savepoint(statement.savepoint()));
            case ROLLBACK_TO -> statement((session, token) -> session.rollbackTo(statement.savepoint()));
            case RELEASE -> statement((session, token) -> session.release(statement.savepoint()));
            case SET_MODE -> statement((session, token) -> session.setMode(isolation, readOnly));
            case SET_SESSION_MODE -> statement((session, token) -> session.setDefaultMode(isolation, readOnly));
        };
    }

    /** Refuses a level that is not supported when the statement is planned. */
    private static @Nullable Isolation isolation(@Nullable String level) {
        return level == null
                ? null
                : Isolation.valueOf(Setting.ISOLATION.canonical(level).replace(' ', '_'));
    }

    private interface Action {
        void run(SessionTransactions transactions, CancelToken token);
    }

    private static CompiledStatement statement(Action action) {
        return new CommandStatement(StatementKind.TRANSACTION, (session, token) -> {
            action.run(session.state().transactions(), token);
            return 0;
        });
    }
}
