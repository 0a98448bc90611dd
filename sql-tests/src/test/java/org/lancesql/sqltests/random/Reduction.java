package org.lancesql.sqltests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds shorter and smaller choices that still fail. */
final class Reduction {
    private static final int MOST_TRIALS = 300;

    private final Predicate<List<Integer>> fails;
    private List<Integer> best;
    private int trials;

    private Reduction(List<Integer> choices, Predicate<List<Integer>> fails) {
        this.best = List.copyOf(choices);
        this.fails = fails;
    }

    /** Choices that fail, no longer than the given ones, which fail too. */
    static List<Integer> of(List<Integer> choices, Predicate<List<Integer>> fails) {
        Reduction reduction = new Reduction(choices, fails);
        int size;
        do {
            size = reduction.weight();
            reduction.leaveOut();
            reduction.makeSmaller();
        } while (reduction.weight() < size && reduction.trials < MOST_TRIALS);
        return reduction.best;
    }

    private void leaveOut() {
        for (int span = Math.max(1, best.size() / 2); span > 0; span /= 2) {
            for (int start = best.size() - span; start >= 0; start -= span) {
                if (start + span <= best.size()) {
                    List<Integer> shorter = new ArrayList<>(best.subList(0, start));
                    shorter.addAll(best.subList(start + span, best.size()));
                    keep(shorter);
                }
            }
        }
    }

    private void makeSmaller() {
        for (int i = 0; i < best.size(); i++) {
            for (int smaller = 0; smaller < best.get(i) && i < best.size(); smaller++) {
                List<Integer> other = new ArrayList<>(best);
                other.set(i, smaller);
                if (keep(other)) {
                    break;
                }
            }
        }
    }

    private boolean keep(List<Integer> choices) {
        trials++;
        if (trials > MOST_TRIALS || !fails.test(choices)) {
            return false;
        }
        best = List.copyOf(choices);
        return true;
    }

    private int weight() {
        return best.size() * 100 + best.stream().mapToInt(Integer::intValue).sum();
    }
}
