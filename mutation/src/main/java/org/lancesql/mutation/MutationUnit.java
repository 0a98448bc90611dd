package org.lancesql.mutation;

import java.util.ArrayList;
import java.util.List;

/**
 * The mixed-mutation rule over the statements of one unit: a script, a batch, or a transaction. Either all of them add and
 * change rows, or all of them remove some.
 */
final class MutationUnit {
    private final List<Mutation> admitted = new ArrayList<>();

    /** Admits all of some statements or none. */
    void admit(List<Mutation> statements, boolean mixedAllowed) {
        throw new UnsupportedOperationException();
    }

    List<Mutation> admitted() {
        return List.copyOf(admitted);
    }
}
