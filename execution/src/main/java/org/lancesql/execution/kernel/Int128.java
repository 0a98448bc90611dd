package org.lancesql.execution.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A number of 128 bits that is computed in place, so that loops over wide decimals need no objects while the values fit a
 * long, and mostly none when the result does not.
 */
final class Int128 {
    private long high;
    private long low;

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    static boolean fitsLong(long high, long low) {
        return high == low >> 63;
    }

    void set(long newHigh, long newLow) {
        high = newHigh;
        low = newLow;
    }

    /** Sets the number unless it has more than 127 bits. */
    boolean set(BigInteger value) {
        if (value.bitLength() > 127) {
            return false;
        }
        low = value.longValue();
        high = value.shiftRight(64).longValue();
        return true;
    }

    void setProduct(long left, long right) {
        low = left * right;
        high = Math.multiplyHigh(left, right);
    }

    /** Adds a number; false when the sum does not fit. */
    boolean add(long otherHigh, long otherLow) {
        long sumLow = low + otherLow;
        long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
        long sumHigh = high + otherHigh + carry;
        boolean overflow = ((high ^ sumHigh) & (otherHigh ^ sumHigh)) < 0;
        low = sumLow;
        high = sumHigh;
        return !overflow;
    }

    void negate() {
        low = -low;
        high = ~high + (low == 0 ? 1 : 0);
    }

    /** Whether the number has at most so many decimal digits. */
    boolean hasDigits(int digits) {
        if (fitsLong(high, low)) {
            return digits > Powers.MAX_LONG_DIGITS || low < Powers.ofTen(digits) && low > -Powers.ofTen(digits);
        }
        return digits > Powers.MAX_LONG_DIGITS && toBigInteger(high, low).abs().compareTo(Powers.bigOfTen(digits)) < 0;
    }

    static int compare(long leftHigh, long leftLow, long rightHigh, long rightLow) {
        return leftHigh != rightHigh ? Long.compare(leftHigh, rightHigh) : Long.compareUnsigned(leftLow, rightLow);
    }

    static BigInteger toBigInteger(long high, long low) {
        if (fitsLong(high, low)) {
            return BigInteger.valueOf(low);
        }
        BigInteger lower = BigInteger.valueOf(low & Long.MAX_VALUE);
        return BigInteger.valueOf(high).shiftLeft(64).add(low < 0 ? lower.setBit(63) : lower);
    }

    static BigDecimal toBigDecimal(long high, long low, int scale) {
        return fitsLong(high, low) ? BigDecimal.valueOf(low, scale) : new BigDecimal(toBigInteger(high, low), scale);
    }

    /** Sets the number to a decimal rounded half away from zero to the scale; false when it does not fit. */
    boolean set(BigDecimal value, int scale) {
        return set(value.setScale(scale, RoundingMode.HALF_UP).unscaledValue());
    }

    /**
     * Divides longs and rounds half away from zero.
     *
     * @param divisor not zero
     */
    static long divideHalfUp(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long remainder = Math.abs(dividend % divisor);
        // Written so that nothing overflows: |remainder| * 2 >= |divisor|, both as negative numbers.
        long half = -Math.abs(divisor) + remainder;
        return -remainder <= half ? quotient + ((dividend ^ divisor) < 0 ? -1 : 1) : quotient;
    }
}
