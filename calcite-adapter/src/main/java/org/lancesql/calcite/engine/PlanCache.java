package org.lancesql.calcite.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * The plans that the sessions of one engine keep for each other. They hold nothing open; whether one still fits is asked
 * at each use. Thread-safe.
 */
final class PlanCache {
    private static final int MOST_PLANS = 1_000;
    private static final int LONGEST_TEXT = 8_192;

    private final Cache<PlanKey, Kept> plans = Caffeine.newBuilder()
            .maximumSize(MOST_PLANS)
            .executor(Runnable::run)
            .build();

    /** What is known of the statements of a key. */
    sealed interface Kept {}

    record Plan(Planned planned) implements Kept {}

    /** Of statements whose constants might be left out. */
    enum Note implements Kept {
        /** One was there: the next will be planned for all. */
        SEEN,
        /** Each has to be planned with its own constants. */
        UNLIKE
    }

    /** Whether a text is short enough to be kept. */
    static boolean takes(String text) {
        return text.length() <= LONGEST_TEXT;
    }

    @Nullable Kept find(PlanKey key) {
        return plans.getIfPresent(key);
    }

    /** Forgets all plans, because others may be better now. */
    void clear() {
        plans.invalidateAll();
    }

    void put(PlanKey key, Kept kept) {
        plans.put(key, kept);
    }
}
