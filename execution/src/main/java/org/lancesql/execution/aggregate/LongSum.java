package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** Adds integers of 64 bits in 128, so that only the whole sum must fit, in whichever order the integers come. */
final class LongSum extends Sum {
    private static final int BYTES = 2 * Long.BYTES;

    LongSum(Field result, boolean zeroForNone, BufferAllocator allocator) {
        super(result, BYTES, zeroForNone, allocator);
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        long values = argument.getDataBufferAddress();
        long sums = state.address();
        long marks = seen.address();
        for (int i = 0; i < rows.size(); i++) {
            long value = MemoryUtil.getLong(values + (long) Long.BYTES * rows.position(i));
            add(value, value >> 63, sums + (long) BYTES * groups[i]);
            MemoryUtil.putByte(marks + groups[i], (byte) 1);
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        long sum = other.state.address() + (long) BYTES * from;
        add(MemoryUtil.getLong(sum), MemoryUtil.getLong(sum + Long.BYTES), state.address() + (long) BYTES * group);
        if (other.isSeen(from)) {
            MemoryUtil.putByte(seen.address() + group, (byte) 1);
        }
    }

    private static void add(long low, long high, long to) {
        long sum = MemoryUtil.getLong(to) + low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        MemoryUtil.putLong(to, sum);
        MemoryUtil.putLong(to + Long.BYTES, MemoryUtil.getLong(to + Long.BYTES) + high + carry);
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        long at = state.address() + (long) BYTES * group;
        long low = MemoryUtil.getLong(at);
        if (MemoryUtil.getLong(at + Long.BYTES) != low >> 63) {
            throw new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "A sum does not fit BIGINT");
        }
        Vectors.setLong(vector, row, low);
    }
}
