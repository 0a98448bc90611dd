package org.lancesql.calcite.estimates;

import java.util.List;

/** Which share of its left rows a semi join keeps. */
public final class SemiJoinShare {
    private static final double OF_OTHER_CONDITION = 0.8;
    private static final double LEAST_IF_KNOWN = 1e-6;
    private static final double LEAST = 0.01;
    private static final double MOST = 0.99;

    private SemiJoinShare() {}

    /**
     * The share.
     *
     * @param left values of the key columns on the left
     * @param right values of the same on the right
     * @param rightRows rows on the right
     * @param hasOther whether there are conditions other than equal keys
     */
    public static double of(List<ColumnValues> left, List<ColumnValues> right, double rightRows, boolean hasOther) {
        double share = hasOther ? OF_OTHER_CONDITION : 1;
        double least = 1;
        boolean known = true;
        for (int i = 0; i < left.size(); i++) {
            ColumnValues leftKey = left.get(i);
            ColumnValues rightKey = right.get(i);
            double leftValues = leftKey.distinct();
            double rightValues = Math.min(rightKey.distinct(), leftValues);
            double found = new ColumnValues(rightValues, true, rightKey.tableRows()).among(rightRows);
            least = Math.min(least, found / leftValues);
            known &= leftKey.isKnown();
        }
        return Math.min(MOST, Math.max(known ? LEAST_IF_KNOWN : LEAST, share * least));
    }
}
