package org.lancesql.storage;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** What {@link Predicate}s may be made of. */
public final class Predicates {
    private static final int DECIMAL_BITS = 128;

    private Predicates() {}

    /**
     * Whether comparisons of columns of this type with literals give in Lance what they give in SQL. A condition on any
     * other type stays above the scan, except IS [NOT] NULL, which is exact on every type. Strings and binary compare
     * by their bytes.
     */
    public static boolean supports(ArrowType type) {
        return supportsOrder(type)
                || type instanceof ArrowType.FloatingPoint number
                        && number.getPrecision() != FloatingPointPrecision.HALF;
    }

    /**
     * Whether Lance sorts this type as SQL does. Floats are not among them: Lance orders them totally, -0.0 below 0.0 and
     * NaN by its bits.
     */
    public static boolean supportsOrder(ArrowType type) {
        if (type instanceof ArrowType.Decimal decimal) {
            return decimal.getBitWidth() == DECIMAL_BITS;
        }
        return type instanceof ArrowType.Int
                || type instanceof ArrowType.Bool
                || type instanceof ArrowType.Utf8
                || type instanceof ArrowType.LargeUtf8
                || type instanceof ArrowType.Binary
                || type instanceof ArrowType.LargeBinary
                || type instanceof ArrowType.FixedSizeBinary
                || type instanceof ArrowType.Date
                || type instanceof ArrowType.Time
                || type instanceof ArrowType.Timestamp;
    }

    /**
     * Whether a table accepts this predicate. It may not because of a column's name or a literal that is not exactly
     * representable in the column's type, such as half a second against a column of whole seconds.
     */
    public static boolean supports(Predicate predicate) {
        try {
            PredicateSql.render(predicate);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }
}
