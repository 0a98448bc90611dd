package org.lancesql.execution.kernel;

import java.util.List;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** Compares values that are longs in order: integers, decimals up to 18 digits, floats, booleans, dates and times. */
final class LongComparison extends ComparisonKernel {
    private final LongFormat left;
    private final LongFormat right;
    private final long leftFactor;
    private final long rightFactor;

    /** Compares the arguments multiplied by the factors, which brings them to one scale. */
    LongComparison(
            Test test,
            List<Expression> arguments,
            LongFormat left,
            long leftFactor,
            LongFormat right,
            long rightFactor) {
        super(test, arguments);
        this.left = left;
        this.right = right;
        this.leftFactor = leftFactor;
        this.rightFactor = rightFactor;
    }

    @Override
    int compare(Arguments arguments, Selection rows, int[] selected) {
        Chunks leftChunks = new Chunks(arguments.get(0), left, leftFactor, rows.size());
        Chunks rightChunks = new Chunks(arguments.get(1), right, rightFactor, rows.size());
        if (rightChunks.isConstant() && !leftChunks.isConstant()) {
            long constant = rightChunks.constant();
            return isEquality()
                    ? selectRange(leftChunks, rows, constant, constant, isNegated(), selected)
                    : selectBelow(leftChunks, rows, constant, selected);
        }
        if (leftChunks.isConstant()) {
            long constant = leftChunks.constant();
            return isEquality()
                    ? selectRange(rightChunks, rows, constant, constant, isNegated(), selected)
                    : selectAbove(rightChunks, rows, constant, selected);
        }
        return isEquality()
                ? selectEqual(leftChunks, rightChunks, rows, selected)
                : selectLess(leftChunks, rightChunks, rows, selected);
    }

    private int selectBelow(Chunks chunks, Selection rows, long bound, int[] selected) {
        // x < bound is the negation of bound <= x <= MAX, which unlike x <= bound - 1 cannot overflow.
        return selectRange(chunks, rows, bound, Long.MAX_VALUE, !isNegated(), selected);
    }

    private int selectAbove(Chunks chunks, Selection rows, long bound, int[] selected) {
        return selectRange(chunks, rows, Long.MIN_VALUE, bound, !isNegated(), selected);
    }

    private static int selectRange(
            Chunks chunks, Selection rows, long lowest, long highest, boolean outside, int[] selected) {
        // One comparison for both bounds: unsigned, after moving the lowest value to zero.
        long shift = Long.MIN_VALUE - lowest;
        long limit = highest + shift;
        int flip = outside ? 1 : 0;
        if (rows.isDense() && chunks.isPlain() && RangeScan.supports(chunks.format())) {
            return RangeScan.select(chunks.format(), chunks.address(), rows.size(), shift, limit, flip, selected);
        }
        int count = 0;
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int size = Math.min(Chunks.SIZE, rows.size() - from);
            long[] values = chunks.load(rows, from, size);
            for (int i = 0; i < size; i++) {
                selected[count] = rows.position(from + i);
                count += Branchless.lessOrEqual(values[i] + shift, limit) ^ flip;
            }
        }
        return count;
    }

    private int selectEqual(Chunks left, Chunks right, Selection rows, int[] selected) {
        int flip = isNegated() ? 1 : 0;
        int count = 0;
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int size = Math.min(Chunks.SIZE, rows.size() - from);
            long[] a = left.load(rows, from, size);
            long[] b = right.load(rows, from, size);
            for (int i = 0; i < size; i++) {
                selected[count] = rows.position(from + i);
                count += Branchless.equal(a[i], b[i]) ^ flip;
            }
        }
        return count;
    }

    private int selectLess(Chunks left, Chunks right, Selection rows, int[] selected) {
        int flip = isNegated() ? 1 : 0;
        int count = 0;
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int size = Math.min(Chunks.SIZE, rows.size() - from);
            long[] a = left.load(rows, from, size);
            long[] b = right.load(rows, from, size);
            for (int i = 0; i < size; i++) {
                selected[count] = rows.position(from + i);
                count += Branchless.less(a[i], b[i]) ^ flip;
            }
        }
        return count;
    }
}
