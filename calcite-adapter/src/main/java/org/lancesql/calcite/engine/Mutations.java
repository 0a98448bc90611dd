package org.lancesql.calcite.engine;

import java.util.Optional;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.parser.SqlChange;
import org.lancesql.mutation.Mutation;

/** Tells right after parsing what a statement will do to rows. */
final class Mutations {
    private Mutations() {}

    /** What a statement does; empty when it changes no rows of a table that is there, or is only explained. */
    static Optional<Mutation> of(ParsedStatement statement) {
        return statement.node() instanceof SqlChange change
                ? Optional.of(new Mutation(change.mutationKind(), change.statementName(), statement.text()))
                : Optional.empty();
    }
}
