package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** Counts rows, or values. */
final class CountAccumulator extends Accumulator {
    CountAccumulator(Field result, BufferAllocator allocator) {
        super(result, Long.BYTES, allocator);
    }

    @Override
    void addRows(int[] groups) {
        count(groups, groups.length);
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        count(groups, rows.size());
    }

    private void count(int[] groups, int rows) {
        long base = state.address();
        for (int i = 0; i < rows; i++) {
            long at = base + (long) Long.BYTES * groups[i];
            MemoryUtil.putLong(at, MemoryUtil.getLong(at) + 1);
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        long at = state.address() + (long) Long.BYTES * group;
        long count = MemoryUtil.getLong(other.state.address() + (long) Long.BYTES * from);
        MemoryUtil.putLong(at, MemoryUtil.getLong(at) + count);
    }

    @Override
    boolean isPresent(int group) {
        return true;
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        Vectors.setLong(vector, row, MemoryUtil.getLong(state.address() + (long) Long.BYTES * group));
    }
}
