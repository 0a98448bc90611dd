package org.lancesql.calcite.joinorder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A good order of many relations: joins the two with the smallest result, again and again (Fegaras, 1998). */
final class GreedyOrder {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::isConnected)
            .reversed()
            .thenComparing(candidate -> candidate.tree().rows())
            .thenComparing(candidate -> candidate.tree().cost());

    private final JoinCosts costs;
    private final List<JoinTree> trees = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();

    /**
     * A join of two of the trees.
     *
     * @param isConnected whether some condition speaks of both
     */
    private record Candidate(JoinTree tree, boolean isConnected) {}

    GreedyOrder(JoinGraph graph, JoinCosts costs) {
        this.costs = costs;
        for (int i = 0; i < graph.relations().size(); i++) {
            add(costs.relation(i));
        }
    }

    JoinTree best() {
        while (trees.size() > 1) {
            JoinTree joined = candidates.stream()
                    .min(BEST_FIRST)
                    .orElseThrow(() -> new IllegalStateException("no two of " + trees + " can be joined"))
                    .tree();
            trees.removeIf(tree -> (tree.relations() & joined.relations()) != 0);
            candidates.removeIf(candidate -> (candidate.tree().relations() & joined.relations()) != 0);
            add(joined);
        }
        return trees.get(0);
    }

    private void add(JoinTree tree) {
        for (JoinTree other : trees) {
            boolean isLarger = tree.rows() >= other.rows();
            JoinTree left = isLarger ? tree : other;
            JoinTree right = isLarger ? other : tree;
            if (costs.canJoin(left.relations(), right.relations())) {
                offer(left, right);
            } else if (costs.canJoin(right.relations(), left.relations())) {
                offer(right, left);
            }
        }
        trees.add(tree);
    }

    private void offer(JoinTree left, JoinTree right) {
        boolean isConnected = costs.areConnected(left.relations(), right.relations());
        candidates.add(new Candidate(costs.join(left, right), isConnected));
    }
}
