package org.lancesql.mutation.session;

import static java.util.Objects.requireNonNull;

/**
 * A statement that changes rows, as it is told apart right after parsing.
 *
 * @param name for messages and for the history: INSERT, DELETE and the like
 * @param text the statement as typed
 */
public record Mutation(MutationKind kind, String name, String text) {
    public Mutation {
        requireNonNull(kind, "kind is null");
        requireNonNull(name, "name is null");
        requireNonNull(text, "text is null");
    }
}
