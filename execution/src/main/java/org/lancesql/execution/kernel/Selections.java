package org.lancesql.execution.kernel;

import org.lancesql.execution.Selection;

/** Set operations on selections. */
final class Selections {
    static final Selection NONE = Selection.all(0);

    private Selections() {}

    /** The rows of {@code rows} that are not in {@code excluded}, a subset of them. */
    static Selection minus(Selection rows, Selection excluded) {
        if (excluded.size() == 0) {
            return rows;
        }
        int[] positions = new int[rows.size() - excluded.size()];
        int count = 0;
        int next = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            if (next < excluded.size() && excluded.position(next) == row) {
                next++;
            } else {
                positions[count++] = row;
            }
        }
        return Selection.of(positions, count);
    }

    /** The rows of two selections that have none in common. */
    static Selection union(Selection left, Selection right) {
        if (left.size() == 0 || right.size() == 0) {
            return left.size() == 0 ? right : left;
        }
        int[] positions = new int[left.size() + right.size()];
        int l = 0;
        int r = 0;
        for (int i = 0; i < positions.length; i++) {
            boolean takeLeft = r == right.size() || l < left.size() && left.position(l) < right.position(r);
            positions[i] = takeLeft ? left.position(l++) : right.position(r++);
        }
        return Selection.of(positions, positions.length);
    }
}
