package org.lancesql.calcite.engine;

import java.util.List;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.parser.SqlChange;
import org.lancesql.mutation.session.Mutation;

/** Tells right after parsing what a statement will do to rows. */
final class Mutations {
    private Mutations() {}

    /** Nothing or one thing: a statement that is only explained does nothing. */
    static List<Mutation> of(ParsedStatement statement) {
        return statement.node() instanceof SqlChange change ? List.of(of(change, statement.text())) : List.of();
    }

    static Mutation of(SqlChange change, String text) {
        return new Mutation(change.mutationKind(), change.statementName(), text);
    }
}
