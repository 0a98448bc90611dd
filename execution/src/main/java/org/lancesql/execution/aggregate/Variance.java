package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Selection;

/**
 * Variances and standard deviations of floating-point numbers. The state of a group is how many values there were, their
 * mean, and the sum of the squares of their distances from it (Welford 1962; merged as in Chan, Golub and LeVeque,
 * Updating Formulae and a Pairwise Algorithm for Computing Sample Variances, 1979): the difference of two large sums, as the
 * textbook formula has it, would lose all digits of values far from zero.
 */
final class Variance extends Accumulator {
    private static final int STATE_BYTES = 3 * Long.BYTES;

    private final boolean sample;
    private final boolean root;

    /**
     * @param sample whether the values are a sample, whose variance is estimated; null for a single one
     * @param root whether the result is the standard deviation
     */
    Variance(Field result, boolean sample, boolean root, BufferAllocator allocator) {
        super(result, STATE_BYTES, allocator);
        this.sample = sample;
        this.root = root;
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        long values = argument.getDataBufferAddress();
        for (int i = 0; i < rows.size(); i++) {
            double value = number(values + (long) Double.BYTES * rows.position(i));
            long at = slot(this, groups[i]);
            long count = MemoryUtil.getLong(at) + 1;
            double distance = value - mean(at);
            double mean = mean(at) + distance / count;
            set(at, count, mean, squares(at) + distance * (value - mean));
            MemoryUtil.putByte(seen.address() + groups[i], (byte) 1);
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        long theirs = slot(other, from);
        long at = slot(this, group);
        long count = MemoryUtil.getLong(at);
        long otherCount = MemoryUtil.getLong(theirs);
        if (count == 0) {
            set(at, otherCount, mean(theirs), squares(theirs));
        } else {
            long both = count + otherCount;
            double distance = mean(theirs) - mean(at);
            double mean = mean(at) + distance * otherCount / both;
            double between = distance * distance * count / both * otherCount;
            set(at, both, mean, squares(at) + squares(theirs) + between);
        }
        MemoryUtil.putByte(seen.address() + group, (byte) 1);
    }

    private static long slot(Accumulator accumulator, int group) {
        return accumulator.state.address() + (long) STATE_BYTES * group;
    }

    private static double mean(long slot) {
        return number(slot + Long.BYTES);
    }

    private static double squares(long slot) {
        return number(slot + 2L * Long.BYTES);
    }

    private static double number(long address) {
        return Double.longBitsToDouble(MemoryUtil.getLong(address));
    }

    private static void set(long slot, long count, double mean, double squares) {
        MemoryUtil.putLong(slot, count);
        MemoryUtil.putLong(slot + Long.BYTES, Double.doubleToRawLongBits(mean));
        MemoryUtil.putLong(slot + 2L * Long.BYTES, Double.doubleToRawLongBits(squares));
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        long at = slot(this, group);
        long divisor = MemoryUtil.getLong(at) - (sample ? 1 : 0);
        if (divisor > 0) {
            double variance = squares(at) / divisor;
            ((Float8Vector) vector).set(row, root ? Math.sqrt(variance) : variance);
        }
    }
}
