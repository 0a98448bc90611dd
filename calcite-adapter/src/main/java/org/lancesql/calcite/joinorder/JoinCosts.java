package org.lancesql.calcite.joinorder;

import java.util.List;
import org.lancesql.calcite.joinorder.JoinGraph.Relation;

/** Which relations of a graph can be joined, and what that costs. */
final class JoinCosts {
    /** How much more a row costs that is kept in a hash table than one that is looked up. */
    private static final double KEPT = 2;

    /** What a pair of rows costs that is looked at because there is no key. */
    private static final double COMPARED = 0.2;

    private final JoinGraph graph;
    private final JoinSizes sizes;
    private final long[] needs;
    private final long[] neighbours;
    private final long[] keyNeighbours;

    JoinCosts(JoinGraph graph, JoinSizes sizes) {
        this.graph = graph;
        this.sizes = sizes;
        int count = graph.relations().size();
        this.needs = new long[count];
        this.neighbours = new long[count];
        this.keyNeighbours = new long[count];
        graph.equalities().forEach(equal -> connect(keyNeighbours, relations(equal.asList())));
        for (int i = 0; i < count; i++) {
            Relation relation = graph.relations().get(i);
            if (relation.condition() != null) {
                needs[i] = graph.relationsOf(relation.condition()) & ~(1L << i);
                if (sizes.hasKey(relation)) {
                    keyNeighbours[i] |= needs[i];
                }
            }
            neighbours[i] |= keyNeighbours[i] | needs[i];
        }
        graph.conditions().forEach(condition -> connect(neighbours, graph.relationsOf(condition)));
    }

    private long relations(List<Integer> columns) {
        return columns.stream()
                .mapToLong(column -> 1L << graph.relationOf(column))
                .reduce(0, (a, b) -> a | b);
    }

    private static void connect(long[] edges, long relations) {
        for (int i = 0; i < edges.length; i++) {
            if ((relations & 1L << i) != 0) {
                edges[i] |= relations & ~(1L << i);
            }
        }
    }

    JoinTree relation(int relation) {
        long bit = 1L << relation;
        return new JoinTree(bit, null, null, 0, sizes.rows(bit));
    }

    /** Whether the second is a semi or anti join, which comes to what it asks about. */
    private boolean isSemi(long relations) {
        return Long.bitCount(relations) == 1
                && !graph.relations().get(Long.numberOfTrailingZeros(relations)).isInner();
    }

    /** Whether two sets can be joined in this order. */
    boolean canJoin(long left, long right) {
        if (isSemi(left)) {
            return false;
        }
        return !isSemi(right) || (needs[Long.numberOfTrailingZeros(right)] & ~left) == 0;
    }

    /** Whether some condition speaks of both. */
    boolean areConnected(long left, long right) {
        return meets(neighbours, left, right);
    }

    private static boolean meets(long[] edges, long left, long right) {
        for (int i = 0; i < edges.length; i++) {
            if ((left & 1L << i) != 0 && (edges[i] & right) != 0 || (right & 1L << i) != 0 && (edges[i] & left) != 0) {
                return true;
            }
        }
        return false;
    }

    JoinTree join(JoinTree left, JoinTree right) {
        long both = left.relations() | right.relations();
        double rows = sizes.rows(both);
        double kept = Math.min(left.rows(), right.rows());
        double pairs = meets(keyNeighbours, left.relations(), right.relations()) ? 0 : left.rows() * right.rows();
        double cost = left.cost() + right.cost() + left.rows() + right.rows() + kept * (KEPT - 1) + pairs * COMPARED;
        return new JoinTree(both, left, right, cost + rows, rows);
    }
}
