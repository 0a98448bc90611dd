package org.lancesql.calcite.joinorder;

import org.jspecify.annotations.Nullable;

/**
 * An order of joins: a relation, or the join of two trees.
 *
 * @param relations all that are joined, as bits
 * @param left the first, null in a relation
 * @param right the second, null in a relation; the relation itself if it is a semi or anti join
 * @param cost rows that are kept, looked up and passed on
 * @param rows of the result
 */
record JoinTree(
        long relations, @Nullable JoinTree left, @Nullable JoinTree right, double cost, double rows) {}
