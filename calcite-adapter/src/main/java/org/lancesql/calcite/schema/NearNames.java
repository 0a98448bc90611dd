package org.lancesql.calcite.schema;

import java.util.Collection;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/** Finds what a misspelt name may have meant. */
public final class NearNames {
    private static final double NEAR = 0.4;

    private NearNames() {}

    /** A question to append to an error, or nothing when no candidate is near. */
    public static String suggestion(String name, Collection<String> candidates) {
        String nearest = nearest(name, candidates);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }

    private static @Nullable String nearest(String name, Collection<String> candidates) {
        LevenshteinDistance distance = new LevenshteinDistance(Math.max(1, (int) Math.ceil(name.length() * NEAR)));
        String nearest = null;
        int smallest = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int steps = distance.apply(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            boolean sharesNothing = steps >= Math.max(name.length(), candidate.length());
            if (steps >= 0 && steps < smallest && !sharesNothing && !candidate.equals(name)) {
                nearest = candidate;
                smallest = steps;
            }
        }
        return nearest;
    }
}
