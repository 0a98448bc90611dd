package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** The least, greatest or first of values that are stored as signed integers: numbers, dates, times, booleans. */
final class LongExtreme extends Accumulator {
    private final Extreme extreme;

    LongExtreme(Extreme extreme, Field result, BufferAllocator allocator) {
        super(result, Long.BYTES, allocator);
        this.extreme = extreme;
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        for (int i = 0; i < rows.size(); i++) {
            put(Vectors.getLong(argument, rows.position(i)), groups[i]);
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        put(MemoryUtil.getLong(other.state.address() + (long) Long.BYTES * from), group);
    }

    private void put(long value, int group) {
        long at = state.address() + (long) Long.BYTES * group;
        if (!isSeen(group) || extreme.prefers(Long.compare(value, MemoryUtil.getLong(at)))) {
            MemoryUtil.putLong(at, value);
            MemoryUtil.putByte(seen.address() + group, (byte) 1);
        }
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        Vectors.setLong(vector, row, MemoryUtil.getLong(state.address() + (long) Long.BYTES * group));
    }
}
