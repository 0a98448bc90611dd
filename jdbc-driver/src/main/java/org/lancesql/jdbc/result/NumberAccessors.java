package org.lancesql.jdbc.result;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Accessors of numbers and booleans. */
final class NumberAccessors {
    private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private NumberAccessors() {}

    /** The integral part of a number, which must fit into 64 bits. */
    static long toLong(String column, BigDecimal value) throws SQLException {
        BigDecimal integral = value.setScale(0, RoundingMode.DOWN);
        if (integral.compareTo(LEAST_LONG) < 0 || integral.compareTo(MOST_LONG) > 0) {
            throw JdbcErrors.outOfRange(column, value, "a long");
        }
        return integral.longValue();
    }

    static long toLong(String column, double value) throws SQLException {
        // 2^63 is a double, Long.MAX_VALUE is not.
        if (!(value >= -0x1p63 && value < 0x1p63)) {
            throw JdbcErrors.outOfRange(column, value, "a long");
        }
        return (long) value;
    }

    static BigDecimal toDecimal(String column, double value) throws SQLException {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw JdbcErrors.outOfRange(column, value, "a decimal");
        }
        return BigDecimal.valueOf(value);
    }

    /** Integers of up to 64 bits, all but the unsigned 64. */
    static final class Integers extends VectorAccessor<FieldVector> {
        private final long mask;
        private final boolean isLong;

        /**
         * @param mask bits of an unsigned type, -1 for a signed one
         * @param isLong whether getObject gives Long and not Integer
         */
        Integers(RowState row, String label, String typeName, long mask, boolean isLong) {
            super(row, label, typeName, FieldVector.class);
            this.mask = mask;
            this.isLong = isLong;
        }

        @Override
        long longValue() {
            return ((BaseIntVector) vector).getValueAsLong(row.position()) & mask;
        }

        @Override
        boolean booleanValue() {
            return longValue() != 0;
        }

        @Override
        double doubleValue() {
            return longValue();
        }

        @Override
        BigDecimal decimalValue() {
            return BigDecimal.valueOf(longValue());
        }

        @Override
        String text() {
            return Long.toString(longValue());
        }

        @Override
        Object value() {
            long value = longValue();
            if (isLong) {
                return value;
            }
            return (int) value;
        }
    }

    /** Decimals, and unsigned integers of 64 bits. */
    static final class Decimals extends VectorAccessor<FieldVector> {
        Decimals(RowState row, String label, String typeName) {
            super(row, label, typeName, FieldVector.class);
        }

        @Override
        BigDecimal decimalValue() {
            if (vector instanceof BaseIntVector integers) {
                long bits = integers.getValueAsLong(row.position());
                BigInteger unsigned = new BigInteger(Long.toUnsignedString(bits));
                return new BigDecimal(unsigned);
            }
            return (BigDecimal) vector.getObject(row.position());
        }

        @Override
        long longValue() throws SQLException {
            return toLong(label(), decimalValue());
        }

        @Override
        double doubleValue() {
            return decimalValue().doubleValue();
        }

        @Override
        boolean booleanValue() {
            return decimalValue().signum() != 0;
        }

        @Override
        String text() {
            return decimalValue().toPlainString();
        }

        @Override
        Object value() {
            return decimalValue();
        }
    }

    /** Binary floating point. */
    static final class Floats extends VectorAccessor<FieldVector> {
        private final boolean isSingle;

        Floats(RowState row, String label, String typeName, boolean isSingle) {
            super(row, label, typeName, FieldVector.class);
            this.isSingle = isSingle;
        }

        @Override
        double doubleValue() {
            return ((FloatingPointVector) vector).getValueAsDouble(row.position());
        }

        @Override
        long longValue() throws SQLException {
            return toLong(label(), doubleValue());
        }

        @Override
        BigDecimal decimalValue() throws SQLException {
            return isSingle && Float.isFinite((float) doubleValue())
                    ? new BigDecimal(Float.toString((float) doubleValue()))
                    : toDecimal(label(), doubleValue());
        }

        @Override
        boolean booleanValue() {
            return doubleValue() != 0;
        }

        @Override
        String text() {
            return isSingle ? Float.toString((float) doubleValue()) : Double.toString(doubleValue());
        }

        @Override
        Object value() {
            if (isSingle) {
                return (float) doubleValue();
            }
            return doubleValue();
        }
    }

    /** Booleans; as a number 0 or 1. */
    static final class Booleans extends VectorAccessor<BitVector> {
        Booleans(RowState row, String label, String typeName) {
            super(row, label, typeName, BitVector.class);
        }

        @Override
        boolean booleanValue() {
            return vector.get(row.position()) != 0;
        }

        @Override
        long longValue() {
            return vector.get(row.position());
        }

        @Override
        double doubleValue() {
            return longValue();
        }

        @Override
        BigDecimal decimalValue() {
            return BigDecimal.valueOf(longValue());
        }

        @Override
        String text() {
            return Boolean.toString(booleanValue());
        }

        @Override
        Object value() {
            return booleanValue();
        }
    }
}
