package org.lancesql.calcite.engine;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.parser.SqlChange;
import org.lancesql.calcite.parser.SqlExplainAnalyze;
import org.lancesql.mutation.session.Mutation;

/** Tells right after parsing what a statement will do to rows. */
final class Mutations {
    private Mutations() {}

    /** Nothing or one thing: EXPLAIN does nothing, EXPLAIN ANALYZE what the statement does that it runs. */
    static List<Mutation> of(ParsedStatement statement) {
        SqlNode node = statement.node() instanceof SqlExplainAnalyze explain ? explain.statement() : statement.node();
        return node instanceof SqlChange change ? List.of(of(change, statement.text())) : List.of();
    }

    static Mutation of(SqlChange change, String text) {
        return new Mutation(change.mutationKind(), change.statementName(), text);
    }
}
