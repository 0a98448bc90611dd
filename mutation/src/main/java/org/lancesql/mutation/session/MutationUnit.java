package org.lancesql.mutation.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mixed-mutation rule over the statements of one unit: a script, a batch, or a transaction. Either all of them add and
 * change rows, or all of them remove some. Immutable.
 */
final class MutationUnit {
    static final MutationUnit EMPTY = new MutationUnit(new EnumMap<>(MutationKind.class));

    private static final int SHORT_TEXT = 80;
    private static final String REMEDY =
            "; split the unit, so that rows are removed in one of their own, or allow it with SET mixedMutations = allow";

    private final Map<MutationKind, Mutation> first;

    private MutationUnit(Map<MutationKind, Mutation> first) {
        this.first = first;
    }

    /**
     * The unit with some more statements.
     *
     * @throws MixedMutationException when they would mix, with each other or with what was admitted before
     */
    MutationUnit admit(List<Mutation> statements, boolean mixedAllowed) {
        Map<MutationKind, Mutation> all = new EnumMap<>(MutationKind.class);
        all.putAll(first);
        for (Mutation statement : statements) {
            if (!mixedAllowed) {
                refuseMix(statement, all);
            }
            all.putIfAbsent(statement.kind(), statement);
        }
        return new MutationUnit(all);
    }

    private static void refuseMix(Mutation statement, Map<MutationKind, Mutation> admitted) {
        if (statement.kind() == MutationKind.MIXED) {
            throw new MixedMutationException("One statement " + does(statement)
                    + "; split it into a MERGE that adds and changes rows and one that deletes, in units of their own, or"
                    + " allow it with SET mixedMutations = allow");
        }
        for (Mutation other : admitted.values()) {
            if (other.kind() != statement.kind()) {
                throw new MixedMutationException(
                        "One unit (a script, a batch or a transaction) either adds and changes rows"
                                + " or removes them: " + does(statement) + ", but " + does(other) + REMEDY);
            }
        }
    }

    private static String does(Mutation statement) {
        return "\"" + shortened(statement.text()) + "\" "
                + switch (statement.kind()) {
                    case ADD -> "adds or changes rows";
                    case REMOVE -> "removes rows";
                    case MIXED -> "both changes and removes rows";
                    case REPLACE -> "replaces all rows";
                };
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        int end = line.offsetByCodePoints(0, Math.min(SHORT_TEXT, line.codePointCount(0, line.length())));
        return end == line.length() ? line : line.substring(0, end) + "...";
    }

    /** The first admitted statement of a kind. */
    @Nullable Mutation first(MutationKind kind) {
        return first.get(kind);
    }
}
