package org.lancesql.execution.aggregate;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.hash.KeyTable;

/** Counts the different values of each group: the pairs of a group and a value have numbers, and what gets a new one counts. */
final class DistinctCount extends Accumulator {
    private static final Field GROUP = Field.notNullable("group", new ArrowType.Int(Integer.SIZE, true));
    private static final int[] PAIR = {0, 1};
    private static final int MERGED_PAIRS = 65_536;

    private final BufferAllocator allocator;
    private final CancelToken cancelToken;
    private final KeyTable pairs;

    /** @param argument type of the values, which {@link org.lancesql.execution.hash.KeyCodec#supports} */
    DistinctCount(Field argument, Field result, ExecutionContext context) {
        super(result, Long.BYTES, context.allocator());
        this.allocator = context.allocator();
        this.cancelToken = context.cancelToken();
        this.pairs = new KeyTable(List.of(GROUP, argument), new boolean[PAIR.length], allocator, cancelToken);
    }

    @Override
    void addValues(FieldVector argument, Selection rows, int[] groups) {
        try (FieldVector numbers = groupNumbers(argument.getValueCount(), rows, groups)) {
            // The batch is not closed, because the values are borrowed.
            addPairs(new Batch(List.of(numbers, argument), argument.getValueCount(), rows), groups);
        }
    }

    private FieldVector groupNumbers(int length, Selection rows, int[] groups) {
        FieldVector numbers = Vectors.create(GROUP, allocator, length);
        long address = numbers.getDataBufferAddress();
        for (int i = 0; i < rows.size(); i++) {
            MemoryUtil.putInt(address + (long) Integer.BYTES * rows.position(i), groups[i]);
        }
        MemoryUtil.setMemory(numbers.getValidityBufferAddress(), (length + 7) / 8, (byte) -1);
        numbers.setValueCount(length);
        return numbers;
    }

    private void addPairs(Batch batch, int[] groups) {
        int next = pairs.size();
        int[] numbers = pairs.add(batch, PAIR, batch.selection());
        long counts = state.address();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == next) {
                long at = counts + (long) Long.BYTES * groups[i];
                MemoryUtil.putLong(at, MemoryUtil.getLong(at) + 1);
                next++;
            }
        }
    }

    @Override
    void mergeAll(Accumulator other, int[] groups, CancelToken token) {
        KeyTable others = ((DistinctCount) other).pairs;
        for (int from = 0; from < others.size(); from += MERGED_PAIRS) {
            token.check();
            int count = Math.min(MERGED_PAIRS, others.size() - from);
            try (Batch batch = new Batch(others.keys(from, from + count, allocator), count, Selection.all(count))) {
                long numbers = batch.column(0).getDataBufferAddress();
                int[] merged = new int[count];
                for (int i = 0; i < count; i++) {
                    merged[i] = groups[MemoryUtil.getInt(numbers + (long) Integer.BYTES * i)];
                    MemoryUtil.putInt(numbers + (long) Integer.BYTES * i, merged[i]);
                }
                addPairs(batch, merged);
            }
        }
    }

    @Override
    void merge(Accumulator other, int from, int group) {
        throw new IllegalStateException("values are merged for all groups together");
    }

    @Override
    boolean isPresent(int group) {
        return true;
    }

    @Override
    void get(int group, FieldVector vector, int row) {
        Vectors.setLong(vector, row, MemoryUtil.getLong(state.address() + (long) Long.BYTES * group));
    }

    @Override
    public void close() {
        super.close();
        pairs.close();
    }
}
