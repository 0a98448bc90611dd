package org.lancesql.calcite.estimates;

import java.util.List;

/**
 * Which share of all pairs of rows has equal keys. Of two columns the one with fewer values is taken to hold values of the
 * other alone; where the values are not known, the column of the smaller table is taken for a key that the other refers
 * to. Several columns together have no more values than the smaller table has rows.
 */
public final class KeySelectivity {
    /** A column that has so many values for each row of its table is taken for a key. */
    private static final double VALUES_OF_KEY = 0.9;

    /** By how much the number of values of a column that refers to a key may be overestimated. */
    private static final double OVERESTIMATE = 4;

    private KeySelectivity() {}

    /** The share of pairs of which all key columns are equal. */
    public static double of(List<ColumnValues> left, List<ColumnValues> right) {
        double share = 1;
        double rows = Double.MAX_VALUE;
        for (int i = 0; i < left.size(); i++) {
            share /= values(left.get(i), right.get(i));
            rows = Math.min(rows, Math.min(left.get(i).tableRows(), right.get(i).tableRows()));
        }
        return left.size() < 2 ? share : Math.max(share, 1 / rows);
    }

    /** Values of two equal columns of which the one has all that the other has. */
    private static double values(ColumnValues left, ColumnValues right) {
        double fewest = Math.min(left.distinct(), right.distinct());
        if (refersTo(left, right) || refersTo(right, left)) {
            return fewest;
        }
        return Math.max(left.isKnown() ? left.distinct() : fewest, right.isKnown() ? right.distinct() : fewest);
    }

    private static boolean refersTo(ColumnValues column, ColumnValues other) {
        return isKey(other)
                && !isKey(column)
                && column.distinct() > other.distinct()
                && column.distinct() < OVERESTIMATE * other.distinct();
    }

    private static boolean isKey(ColumnValues column) {
        return column.isKnown() && column.distinct() >= VALUES_OF_KEY * column.tableRows();
    }
}
