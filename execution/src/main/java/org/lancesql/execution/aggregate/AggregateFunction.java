package org.lancesql.execution.aggregate;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Aggregate functions that are computed over batches. All but {@link #COUNT_ROWS} skip nulls. */
public enum AggregateFunction {
    /** The number of rows. */
    COUNT_ROWS,
    /** The number of values. */
    COUNT,
    /** The number of different values. */
    COUNT_DISTINCT,
    /** The sum of the values; null for none. */
    SUM,
    /** The sum of the values; zero for none. */
    SUM_OR_ZERO,
    /** The least value: NaN is greater than every number. */
    MIN,
    MAX,
    /** One of the values. */
    ANY,
    /** The variance of floating-point numbers; null for none. */
    VAR_POP,
    /** The variance estimated from a sample; null for less than two values. */
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP;

    /** Whether there is an accumulator with results of this type. */
    public boolean supports(ArrowType result) {
        return switch (this) {
            case COUNT_ROWS, COUNT, COUNT_DISTINCT -> result instanceof ArrowType.Int;
            case SUM, SUM_OR_ZERO -> canAdd(result);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> isDouble(result);
            case MIN, MAX, ANY ->
                switch (result.getTypeID()) {
                    case Bool,
                            Int,
                            Date,
                            Time,
                            Timestamp,
                            Interval,
                            Duration,
                            FloatingPoint,
                            Decimal,
                            Utf8,
                            Binary,
                            FixedSizeBinary -> true;
                    default -> false;
                };
        };
    }

    private static boolean canAdd(ArrowType type) {
        return type instanceof ArrowType.Decimal
                || type instanceof ArrowType.Int integer && integer.getBitWidth() == Long.SIZE
                || isDouble(type);
    }

    private static boolean isDouble(ArrowType type) {
        return type instanceof ArrowType.FloatingPoint floating
                && floating.getPrecision() == FloatingPointPrecision.DOUBLE;
    }
}
