package org.lancesql.calcite.functions;

import org.apache.calcite.linq4j.function.Strict;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;

/** Functions of numbers as PostgreSQL has them; a null argument makes the result null. Generated code calls them. */
@Strict
public final class NumberFunctions {
    private NumberFunctions() {}

    public static double log10(double value) {
        return Math.log10(positive(value));
    }

    /** Logarithm of a value to a base. */
    public static double log(double base, double value) {
        double divisor = Math.log(positive(base));
        if (divisor == 0) {
            throw new EvaluationException(Reason.DIVISION_BY_ZERO, "There is no logarithm to the base 1");
        }
        return Math.log(positive(value)) / divisor;
    }

    private static double positive(double value) {
        if (value <= 0) {
            throw new EvaluationException(
                    Reason.INVALID_ARGUMENT, "A logarithm takes a number greater than 0; got " + value);
        }
        return value;
    }

    /** Greatest common divisor, never negative. */
    public static long gcd(long a, long b) {
        long left = a;
        long right = b;
        while (right != 0) {
            long rest = left % right;
            left = right;
            right = rest;
        }
        return absolute(left);
    }

    /** Least common multiple, never negative; 0 when an argument is 0. */
    public static long lcm(long a, long b) {
        if (a == 0 || b == 0) {
            return 0;
        }
        try {
            return absolute(Math.multiplyExact(a / gcd(a, b), b));
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
    }

    private static long absolute(long value) {
        if (value == Long.MIN_VALUE) {
            throw outOfRange();
        }
        return Math.abs(value);
    }

    private static EvaluationException outOfRange() {
        return new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "The result does not fit BIGINT");
    }
}
