package org.lancesql.calcite.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The plans that the sessions of one engine keep for each other. They hold nothing open; whether one still fits is asked
 * at each use. Plans are worth keeping from the second sight of their key: most texts with constants in them never come
 * again. Thread-safe.
 */
final class PlanCache {
    private static final int MOST_PLANS = 1_000;
    private static final int LONGEST_TEXT = 8_192;
    private static final int SIGHTS = 8_192;

    private final Cache<PlanKey, Kept> plans = Caffeine.newBuilder()
            .maximumSize(MOST_PLANS)
            .executor(Runnable::run)
            .build();

    /** Of the keys that share a place, the hash of the one seen last. */
    private final AtomicIntegerArray sights = new AtomicIntegerArray(SIGHTS);

    /** What is known of the statements of a key. */
    sealed interface Kept {}

    record Plan(Planned planned) implements Kept {}

    /** Of statements whose constants might be left out. */
    enum Note implements Kept {
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

    /**
     * Whether a key was there not long ago. Now it was. Keys of the same hash are taken for each other, and old ones are
     * forgotten: the answer says what is worth doing, not what is right.
     */
    boolean isSeenAgain(PlanKey key) {
        int hash = key.hashCode();
        return sights.getAndSet(Math.floorMod(hash ^ hash >>> 16, SIGHTS), hash) == hash;
    }

    /** Forgets all plans, because others may be better now. */
    void clear() {
        plans.invalidateAll();
    }

    void put(PlanKey key, Kept kept) {
        plans.put(key, kept);
    }
}
