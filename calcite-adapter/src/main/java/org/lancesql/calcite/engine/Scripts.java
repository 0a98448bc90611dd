package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.parser.SqlSetSetting;
import org.lancesql.calcite.parser.SqlTransaction;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.session.ScriptStep;
import org.lancesql.mutation.session.SessionTransactions;
import org.lancesql.mutation.session.SessionTransactions.Unit;

/** The one door through which statements that arrive together come to run. */
final class Scripts {
    private Scripts() {}

    static Unit open(List<ParsedStatement> statements, SessionState session, CancelToken cancelToken) {
        SessionTransactions transactions = session.transactions();
        if (statements.size() == 1) {
            return transactions.open(Mutations.of(statements.get(0)), cancelToken);
        }
        List<ScriptStep> steps = statements.stream()
                .flatMap(statement -> step(statement, session).stream())
                .toList();
        return transactions.openScript(steps, cancelToken);
    }

    private static Optional<ScriptStep> step(ParsedStatement statement, SessionState session) {
        if (statement.node() instanceof SqlTransaction transaction) {
            return step(transaction);
        }
        if (statement.node() instanceof SqlSetSetting set) {
            return step(set, session);
        }
        return Mutations.of(statement).stream()
                .<ScriptStep>map(ScriptStep.Change::new)
                .findFirst();
    }

    private static Optional<ScriptStep> step(SqlTransaction transaction) {
        return switch (transaction.action()) {
            case BEGIN, COMMIT, ROLLBACK -> Optional.of(new ScriptStep.Boundary());
            case SAVEPOINT -> Optional.of(new ScriptStep.Save(transaction.savepoint()));
            case ROLLBACK_TO -> Optional.of(new ScriptStep.Return(transaction.savepoint()));
            case RELEASE, SET_MODE, SET_SESSION_MODE -> Optional.empty();
        };
    }

    private static Optional<ScriptStep> step(SqlSetSetting set, SessionState session) {
        SqlIdentifier name = set.name();
        if (name != null
                && Setting.find(name.getSimple())
                        .filter(Setting.MIXED_MUTATIONS::equals)
                        .isEmpty()) {
            return Optional.empty();
        }
        String value =
                set.value() == null ? session.initial(Setting.MIXED_MUTATIONS) : SessionStatements.text(set.value());
        return Optional.of(new ScriptStep.Rule(value.equalsIgnoreCase(TransactionSettings.MIXED_ALLOWED)));
    }
}
