package org.lancesql.mutation.session;

import static java.util.Objects.requireNonNull;

/** What the mixed-mutation rule has to know of one statement of a script. */
public sealed interface ScriptStep {
    /** A statement that changes rows. */
    record Change(Mutation mutation) implements ScriptStep {
        public Change {
            requireNonNull(mutation, "mutation is null");
        }
    }

    /** A statement that ends one unit and begins another: BEGIN, COMMIT, ROLLBACK. */
    record Boundary() implements ScriptStep {}

    /** SAVEPOINT. */
    record Save(String savepoint) implements ScriptStep {}

    /** ROLLBACK TO SAVEPOINT. */
    record Return(String savepoint) implements ScriptStep {}

    /** SET mixedMutations. */
    record Rule(boolean mixedAllowed) implements ScriptStep {}
}
