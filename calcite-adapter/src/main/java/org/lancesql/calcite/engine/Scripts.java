package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Optional;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.SessionState;
import org.lancesql.mutation.ScriptStep;
import org.lancesql.mutation.SessionTransactions;
import org.lancesql.mutation.SessionTransactions.Unit;

/** The one door through which statements that arrive together come to run. */
final class Scripts {
    private Scripts() {}

    static Unit open(List<ParsedStatement> statements, SessionState session) {
        SessionTransactions transactions = session.transactions();
        if (statements.size() == 1) {
            return transactions.open(
                    Mutations.of(statements.get(0)).map(List::of).orElse(List.of()));
        }
        return transactions.openScript(statements.stream()
                .flatMap(statement -> step(statement, session).stream())
                .toList());
    }

    private static Optional<ScriptStep> step(ParsedStatement statement, SessionState session) {
        return Mutations.of(statement).map(ScriptStep.Change::new);
    }
}
