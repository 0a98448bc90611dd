package org.lancesql.calcite.information;

import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that the standard's information schema knows of a type; null where the type has none.
 *
 * @param characters most characters of a text
 * @param octets most bytes of a value
 * @param precision digits of a number, to the base {@code radix}
 * @param seconds fractional digits of seconds
 */
record TypeDigits(
        @Nullable Integer characters,
        @Nullable Integer octets,
        @Nullable Integer precision,
        @Nullable Integer radix,
        @Nullable Integer scale,
        @Nullable Integer seconds) {
    private static final int FLOAT_BITS = 24;
    private static final int DOUBLE_BITS = 53;
    private static final int UTF8_BYTES = 4;
    private static final TypeDigits NONE = new TypeDigits(null, null, null, null, null, null);

    static TypeDigits of(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case CHAR, VARCHAR -> isBounded(type) ? text(type.getPrecision()) : NONE;
            case BINARY, VARBINARY ->
                isBounded(type) ? new TypeDigits(null, type.getPrecision(), null, null, null, null) : NONE;
            case TINYINT, SMALLINT, INTEGER, BIGINT, UTINYINT, USMALLINT, UINTEGER, UBIGINT ->
                number(type.getPrecision(), 10, 0);
            case DECIMAL -> number(type.getPrecision(), 10, type.getScale());
            case REAL -> number(FLOAT_BITS, 2, null);
            case FLOAT, DOUBLE -> number(DOUBLE_BITS, 2, null);
            case DATE -> seconds(0);
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> seconds(type.getPrecision());
            default -> NONE;
        };
    }

    private static boolean isBounded(RelDataType type) {
        return type.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED;
    }

    private static TypeDigits text(int characters) {
        int octets = (int) Math.min(Integer.MAX_VALUE, (long) characters * UTF8_BYTES);
        return new TypeDigits(characters, octets, null, null, null, null);
    }

    private static TypeDigits number(int precision, int radix, @Nullable Integer scale) {
        return new TypeDigits(null, null, precision, radix, scale, null);
    }

    private static TypeDigits seconds(int digits) {
        return new TypeDigits(null, null, null, null, null, digits);
    }
}
