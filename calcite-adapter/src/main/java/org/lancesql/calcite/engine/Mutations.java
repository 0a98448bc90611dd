package org.lancesql.calcite.engine;

import java.util.Optional;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.mutation.Mutation;
import org.lancesql.mutation.MutationKind;

/** Tells right after parsing what a statement will do to rows. */
final class Mutations {
    private Mutations() {}

    /** What a statement does; empty when it changes no rows of a table that is there, or is only explained. */
    static Optional<Mutation> of(ParsedStatement statement) {
        SqlNode node = statement.node();
        return switch (node.getKind()) {
            case INSERT, UPDATE -> Optional.of(mutation(MutationKind.ADD, node.getKind(), statement));
            case DELETE -> Optional.of(mutation(MutationKind.REMOVE, node.getKind(), statement));
            default -> Optional.empty();
        };
    }

    private static Mutation mutation(MutationKind kind, SqlKind name, ParsedStatement statement) {
        return new Mutation(kind, name.sql, statement.text());
    }
}
