package org.lancesql.calcite.estimates;

/** How many different values there are, by those in a sample (Haas and Stokes, 1998, the unsmoothed jackknife). */
final class DistinctEstimate {
    private DistinctEstimate() {}

    /**
     * The estimate. Where a sample is made of runs of neighbours, which are often alike, a value counts once in each run.
     *
     * @param distinct values in the sample
     * @param once values that were seen in one run only
     * @param seen values of all runs together
     * @param sampleRows rows of the sample
     * @param tableRows rows of the table
     */
    static double of(int distinct, int once, int seen, int sampleRows, double tableRows) {
        if (sampleRows >= tableRows || distinct == 0) {
            return Math.max(1, distinct);
        }
        double missing = (1 - sampleRows / tableRows) * once / seen;
        return Math.min(tableRows, distinct / Math.max(1 - missing, sampleRows / tableRows));
    }
}
