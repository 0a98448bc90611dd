package org.lancesql.calcite.joinorder;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A good order of many relations: joins the two with the smallest result, again and again (Fegaras, 1998). */
final class GreedyOrder {
    private final JoinCosts costs;
    private final List<JoinTree> trees = new ArrayList<>();

    GreedyOrder(JoinGraph graph, JoinCosts costs) {
        this.costs = costs;
        for (int i = 0; i < graph.relations().size(); i++) {
            trees.add(costs.relation(i));
        }
    }

    JoinTree best() {
        while (trees.size() > 1) {
            JoinTree joined = smallest(true);
            if (joined == null) {
                joined = smallest(false);
            }
            if (joined == null) {
                throw new IllegalStateException("no two of " + trees + " can be joined");
            }
            long inside = joined.relations();
            trees.removeIf(tree -> (tree.relations() & inside) != 0);
            trees.add(joined);
        }
        return trees.get(0);
    }

    private @Nullable JoinTree smallest(boolean connectedOnly) {
        JoinTree smallest = null;
        for (JoinTree left : trees) {
            for (JoinTree right : trees) {
                if (left == right
                        || !costs.canJoin(left.relations(), right.relations())
                        || connectedOnly && !costs.areConnected(left.relations(), right.relations())
                        || left.rows() < right.rows() && costs.canJoin(right.relations(), left.relations())) {
                    continue;
                }
                JoinTree joined = costs.join(left, right);
                boolean isBetter = smallest == null
                        || joined.rows() < smallest.rows()
                        || joined.rows() == smallest.rows() && joined.cost() < smallest.cost();
                smallest = isBetter ? joined : smallest;
            }
        }
        return smallest;
    }
}
