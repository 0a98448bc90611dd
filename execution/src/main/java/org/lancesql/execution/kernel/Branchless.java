package org.lancesql.execution.kernel;

/**
 * Comparisons that give 1 or 0 without a branch, for filters whose outcome the processor cannot predict; the compiler
 * makes a branch of the plain operators once it has seen predictable data. The formulas are those of Warren, "Hacker's
 * Delight", section 2-12.
 */
final class Branchless {
    private Branchless() {}

    static int less(long left, long right) {
        return (int) ((left & ~right | ~(left ^ right) & left - right) >>> 63);
    }

    static int lessOrEqual(long left, long right) {
        return less(right, left) ^ 1;
    }

    static int equal(long left, long right) {
        long difference = left ^ right;
        return (int) ((difference | -difference) >>> 63) ^ 1;
    }
}
