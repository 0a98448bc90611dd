package org.lancesql.execution.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Selection;

/** Adds decimals of one scale in 128 bits; whether the sum has too many digits is asked at the end. */
final class DecimalSum extends Sum {
    private static final int BYTES = 2 * Long.BYTES;
    /** A long has at most one digit more. */
    private static final int LONG_DIGITS = 18;

    DecimalSum(Field result, boolean zeroForNone, BufferAllocator allocator) {
        super(result, BYTES, zeroForNone, allocator);
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        long values = argument.getDataBufferAddress();
        long sums = state.address();
        long marks = seen.address();
        for (int i = 0; i < rows.size(); i++) {
            add(values + (long) BYTES * rows.position(i), sums + (long) BYTES * groups[i]);
            MemoryUtil.putByte(marks + groups[i], (byte) 1);
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        add(other.state.address() + (long) BYTES * from, state.address() + (long) BYTES * group);
        if (other.isSeen(from)) {
            MemoryUtil.putByte(seen.address() + group, (byte) 1);
        }
    }

    /** Adds the number at one address to that at the other. */
    private void add(long from, long to) {
        long low = MemoryUtil.getLong(from);
        long high = MemoryUtil.getLong(from + Long.BYTES);
        long oldHigh = MemoryUtil.getLong(to + Long.BYTES);
        long newLow = MemoryUtil.getLong(to) + low;
        long carry = Long.compareUnsigned(newLow, low) < 0 ? 1 : 0;
        long newHigh = oldHigh + high + carry;
        if (((oldHigh ^ newHigh) & (high ^ newHigh)) < 0) {
            throw outOfRange();
        }
        MemoryUtil.putLong(to, newLow);
        MemoryUtil.putLong(to + Long.BYTES, newHigh);
    }

    private EvaluationException outOfRange() {
        ArrowType.Decimal type = (ArrowType.Decimal) result.getType();
        return new EvaluationException(
                Reason.NUMERIC_OUT_OF_RANGE,
                "A sum does not fit DECIMAL(" + type.getPrecision() + ", " + type.getScale() + ")");
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        long at = state.address() + (long) BYTES * group;
        long low = MemoryUtil.getLong(at);
        long high = MemoryUtil.getLong(at + Long.BYTES);
        DecimalVector decimals = (DecimalVector) vector;
        if (high == low >> 63 && decimals.getPrecision() > LONG_DIGITS) {
            long to = decimals.getDataBufferAddress() + (long) BYTES * row;
            MemoryUtil.putLong(to, low);
            MemoryUtil.putLong(to + Long.BYTES, high);
            decimals.setIndexDefined(row);
            return;
        }
        BigInteger unscaled = BigInteger.valueOf(high)
                .shiftLeft(Long.SIZE)
                .add(BigInteger.valueOf(low >>> 1).shiftLeft(1))
                .add(BigInteger.valueOf(low & 1));
        BigDecimal sum = new BigDecimal(unscaled, decimals.getScale());
        if (sum.precision() > decimals.getPrecision()) {
            throw outOfRange();
        }
        decimals.set(row, sum);
    }
}
