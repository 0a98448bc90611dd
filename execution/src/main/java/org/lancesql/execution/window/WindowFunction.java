package org.lancesql.execution.window;

/** Functions over a window. All but those that say so look at the frame of a row. */
public enum WindowFunction {
    /** Position of the row in its partition, from 1; no argument, no frame, like the ranks that follow. */
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    /** One argument: into how many parts of nearly equal size the partition is cut. */
    NTILE,
    /** The value so many rows earlier in the partition: value and, unless 1, distance and, unless null, default. */
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    /** Value and position, from 1. */
    NTH_VALUE,
    /** Rows, or values of the argument if there is one. */
    COUNT,
    /** The result has the type of the argument. */
    SUM,
    /** Zero for no values. */
    SUM_OR_ZERO,
    MIN,
    MAX,
    /** Statistics of numbers, and of pairs of numbers, which are doubles, as the result is. */
    VAR_POP,
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP,
    COVAR_POP,
    COVAR_SAMP,
    CORR,
    REGR_AVGX,
    REGR_AVGY,
    REGR_INTERCEPT,
    REGR_R2,
    REGR_SLOPE,
    REGR_SXX,
    REGR_SXY,
    REGR_SYY;

    /** Whether it is of numbers, or of pairs of them. */
    boolean isStatistic() {
        return compareTo(VAR_POP) >= 0;
    }

    /** Whether it is of pairs of numbers. */
    boolean isOfPairs() {
        return compareTo(COVAR_POP) >= 0;
    }
}
