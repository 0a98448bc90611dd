package org.lancesql.calcite.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plans of one statement for values of parameters that leave many more or fewer rows than the plan without values takes
 * for granted. Thread-safe.
 */
final class PlanVariants {
    /** Plans that are kept; executions of further classes take the plan without values. */
    private static final int MOST = 8;

    private final Map<List<Integer>, Planned> plans = new HashMap<>();

    /** The plan for values of some classes, or null. */
    synchronized @Nullable Planned find(List<Integer> classes) {
        return plans.get(classes);
    }

    synchronized boolean isFull() {
        return plans.size() >= MOST;
    }

    synchronized void put(List<Integer> classes, Planned plan) {
        if (!isFull()) {
            plans.put(classes, plan);
        }
    }

    /** Forgets a plan that does not fit any more. */
    synchronized void remove(List<Integer> classes) {
        plans.remove(classes);
    }
}
