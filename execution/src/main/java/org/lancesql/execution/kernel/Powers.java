package org.lancesql.execution.kernel;

import java.math.BigInteger;

/** Powers of ten. */
final class Powers {
    /** Every decimal of so many digits fits a long. */
    static final int MAX_LONG_DIGITS = 18;

    static final int MAX_DIGITS = 38;

    private static final long[] LONGS = new long[MAX_LONG_DIGITS + 1];
    private static final BigInteger[] BIG = new BigInteger[2 * MAX_DIGITS + 1];

    static {
        for (int i = 0; i < BIG.length; i++) {
            BIG[i] = BigInteger.TEN.pow(i);
            if (i <= MAX_LONG_DIGITS) {
                LONGS[i] = BIG[i].longValueExact();
            }
        }
    }

    private Powers() {}

    /** Ten to the power of {@code exponent}, which is 0 to 18. */
    static long ofTen(int exponent) {
        return LONGS[exponent];
    }

    /** Ten to the power of {@code exponent}, which is 0 to 76. */
    static BigInteger bigOfTen(int exponent) {
        return BIG[exponent];
    }
}
