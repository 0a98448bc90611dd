package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** Adds integers of 64 bits. */
final class LongSum extends Sum {
    LongSum(Field result, boolean zeroForNone, BufferAllocator allocator) {
        super(result, Long.BYTES, zeroForNone, allocator);
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        long values = argument.getDataBufferAddress();
        long sums = state.address();
        for (int i = 0; i < rows.size(); i++) {
            long value = MemoryUtil.getLong(values + (long) Long.BYTES * rows.position(i));
            long at = sums + (long) Long.BYTES * groups[i];
            long sum = MemoryUtil.getLong(at);
            long added = sum + value;
            if (((sum ^ added) & (value ^ added)) < 0) {
                throw new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "A sum does not fit BIGINT");
            }
            MemoryUtil.putLong(at, added);
            MemoryUtil.putByte(seen.address() + groups[i], (byte) 1);
        }
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        Vectors.setLong(vector, row, MemoryUtil.getLong(state.address() + (long) Long.BYTES * group));
    }
}
