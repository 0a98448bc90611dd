package org.lancesql.execution.join;

import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Selection;
import org.lancesql.execution.hash.GrowingBuffer;
import org.lancesql.execution.hash.KeyTable;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowStore;

/**
 * The rows of one input of a join, in memory, found by their keys. Rows of one key are chained in the order they came.
 *
 * <p>A row is known by its index among all rows.
 */
final class JoinTable implements AutoCloseable {
    /** Ends a chain. */
    static final int NONE = -1;

    private final RowStore rows;
    private final KeyTable keys;
    private final int[] columns;
    /** An int for each key: the index of its first row, plus one. */
    private final GrowingBuffer first;
    /** An int for each row: the index of the next row of its key, plus one. */
    private final GrowingBuffer next;
    /** A byte for each row that is 1 once it has a match. */
    private final GrowingBuffer matched;

    private long[] addresses = new long[0];
    private Gather gather;

    JoinTable(List<Field> fields, JoinKeys keys, int[] columns, ExecutionContext context) {
        this.rows = new RowStore(fields, context.allocator());
        this.keys = new KeyTable(keys.fields(), keys.nullsMatch(), context.allocator());
        this.columns = columns.clone();
        this.first = new GrowingBuffer(context.allocator());
        this.next = new GrowingBuffer(context.allocator());
        this.matched = new GrowingBuffer(context.allocator());
        this.gather = new Gather(fields, List.of());
    }

    /** Reads an input to its end, and closes it. */
    void fill(BatchOperator input) {
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            rows.add(batch);
        }
        input.close();
        addresses = rows.addresses();
        gather = new Gather(rows.fields(), rows.batches());
        next.ensure((long) Integer.BYTES * addresses.length);
        matched.ensure(addresses.length);
        int[] numbers = new int[addresses.length];
        int at = 0;
        for (Batch batch : rows.batches()) {
            Selection selected = batch.selection();
            int[] added = keys.add(batch, columns, selected);
            System.arraycopy(added, 0, numbers, at, added.length);
            at += added.length;
        }
        chain(numbers);
    }

    private void chain(int[] numbers) {
        first.ensure((long) Integer.BYTES * keys.size());
        for (int row = numbers.length - 1; row >= 0; row--) {
            if (numbers[row] != KeyTable.NONE) {
                long head = first.address() + (long) Integer.BYTES * numbers[row];
                MemoryUtil.putInt(next.address() + (long) Integer.BYTES * row, MemoryUtil.getInt(head));
                MemoryUtil.putInt(head, row + 1);
            }
        }
    }

    int rowCount() {
        return addresses.length;
    }

    /** The first row for the key of each selected row of a batch, or {@link #NONE}. */
    int[] firstMatches(Batch batch, int[] probeColumns) {
        int[] numbers = keys.find(batch, probeColumns, batch.selection());
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != KeyTable.NONE) {
                numbers[i] = MemoryUtil.getInt(first.address() + (long) Integer.BYTES * numbers[i]) - 1;
            }
        }
        return numbers;
    }

    /** The next row of the same key, or {@link #NONE}. */
    int nextMatch(int row) {
        return MemoryUtil.getInt(next.address() + (long) Integer.BYTES * row) - 1;
    }

    void markMatched(int row) {
        MemoryUtil.putByte(matched.address() + row, (byte) 1);
    }

    boolean isMatched(int row) {
        return MemoryUtil.getByte(matched.address() + row) != 0;
    }

    /** Where a row lies, for {@link #gather}. */
    long address(int row) {
        return addresses[row];
    }

    Gather gather() {
        return gather;
    }

    @Override
    public void close() {
        rows.close();
        keys.close();
        first.close();
        next.close();
        matched.close();
        addresses = new long[0];
    }
}
