package org.lancesql.calcite.joinorder;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The best of all orders, bushy ones included, by dynamic programming over sets of relations (Vance and Maier, Rapid Bushy
 * Join-Order Optimization with Cartesian Products, 1996). Relations that no condition connects are joined last.
 */
final class AllOrders {
    private final JoinCosts costs;
    private final @Nullable JoinTree[] best;

    AllOrders(JoinGraph graph, JoinCosts costs) {
        this.costs = costs;
        this.best = new JoinTree[1 << graph.relations().size()];
        for (int i = 0; i < graph.relations().size(); i++) {
            best[1 << i] = costs.relation(i);
        }
    }

    JoinTree best() {
        int all = best.length - 1;
        fill(true);
        if (best[all] == null) {
            fill(false);
        }
        return requireNonNull(best[all], "no order was found");
    }

    private void fill(boolean connectedOnly) {
        for (int set = 1; set < best.length; set++) {
            if (best[set] == null) {
                fill(set, connectedOnly);
            }
        }
    }

    private void fill(int set, boolean connectedOnly) {
        for (int left = (set - 1) & set; left > 0; left = (left - 1) & set) {
            JoinTree first = best[left];
            JoinTree second = best[set & ~left];
            if (first == null
                    || second == null
                    || !costs.canJoin(first.relations(), second.relations())
                    || connectedOnly && !costs.areConnected(first.relations(), second.relations())) {
                continue;
            }
            // Of two ways to say the same, that with the smaller input on the right.
            if (first.rows() < second.rows() && costs.canJoin(second.relations(), first.relations())) {
                continue;
            }
            JoinTree joined = costs.join(first, second);
            JoinTree known = best[set];
            if (known == null || joined.cost() < known.cost()) {
                best[set] = joined;
            }
        }
    }
}
