package org.lancesql.execution.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.HeapMemory;
import org.lancesql.execution.hash.GrowingBuffer;
import org.lancesql.execution.hash.KeyTable;
import org.lancesql.execution.lanes.Lanes;
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

    /** An address, and the number of a key. */
    private static final long HEAP_BYTES_PER_ROW = Long.BYTES + Integer.BYTES;

    private static final int POLL_MASK = (1 << 16) - 1;

    private final List<Field> fields;
    private final ExecutionContext context;
    private final int[] sameAsProbe;
    /** The columns that are not the same as some of the probe side. */
    private final List<Integer> kept = new ArrayList<>();

    private final HeapMemory heap;
    private RowStore rows;
    private final KeyTable keys;
    private final int[] columns;
    /** An int for each key: the index of its first row, plus one. Where every row has a key of its own, it has the key's number. */
    private final GrowingBuffer first;
    /** An int for each row: the index of the next row of its key, plus one. */
    private final GrowingBuffer next;
    /** A byte for each row that is 1 once it has a match. */
    private final GrowingBuffer matched;

    private boolean isUnique;
    private boolean hasUnfindable;
    private int rowCount;
    /** Where each row lies, if not at its index. */
    private long @Nullable [] addresses;

    private Gather gather;

    JoinTable(List<Field> fields, JoinShape shape, ExecutionContext context) {
        JoinKeys keys = shape.keys();
        this.fields = fields;
        this.sameAsProbe = shape.sameAsProbe(fields.size());
        for (int i = 0; i < sameAsProbe.length; i++) {
            if (sameAsProbe[i] < 0) {
                kept.add(i);
            }
        }
        this.context = context;
        this.heap = new HeapMemory(context.allocator());
        this.rows = new RowStore(fields, context.allocator());
        this.keys = new KeyTable(keys.fields(), keys.nullsMatch(), context.allocator(), context.cancelToken());
        this.columns = shape.buildColumns().clone();
        this.first = new GrowingBuffer(context.allocator());
        this.next = new GrowingBuffer(context.allocator());
        this.matched = new GrowingBuffer(context.allocator());
        this.gather = new Gather(fields, List.of());
    }

    /** Reads an input to its end, and closes it. */
    void fill(Lanes input) {
        collect(input);
        input.close();
        heap.take(HEAP_BYTES_PER_ROW * rows.rowCount());
        long[] addresses = rows.addresses();
        keys.expect(addresses.length);
        int[] numbers = new int[addresses.length];
        int at = 0;
        for (Batch batch : rows.batches()) {
            context.cancelToken().check();
            int[] added = keys.add(batch, columns, batch.selection());
            System.arraycopy(added, 0, numbers, at, added.length);
            at += added.length;
        }
        keys.seal();
        isUnique = keys.size() == numbers.length;
        hasUnfindable = !isUnique && Arrays.stream(numbers).anyMatch(number -> number == KeyTable.NONE);
        if (!isUnique) {
            chain(numbers);
        }
        keepTogether(addresses);
        if (this.addresses == null) {
            heap.close();
        }
    }

    /** Puts the columns that are asked for into one batch where they fit, so that the address of a row is its index. */
    private void keepTogether(long[] all) {
        List<Field> keptFields = kept.stream().map(fields::get).toList();
        rowCount = all.length;
        boolean isOne =
                rows.batches().size() == 1 && rows.batches().get(0).selection().isDense();
        if (rowCount > 0 && !isOne) {
            Batch together = gather(keptFields).gatherAll(all, context);
            if (together.rowCount() == rowCount) {
                rows.close();
                rows = new RowStore(keptFields, context.allocator());
                rows.add(together);
                gather = new Gather(keptFields, rows.batches());
                return;
            }
            together.close();
            addresses = all;
        }
        gather = gather(keptFields);
    }

    private Gather gather(List<Field> keptFields) {
        List<List<FieldVector>> vectors = kept.stream()
                .map(column -> rows.batches().stream()
                        .map(batch -> batch.column(column))
                        .toList())
                .toList();
        return Gather.ofColumns(keptFields, vectors);
    }

    private void collect(Lanes input) {
        List<RowStore> stores = new ArrayList<>();
        try {
            stores.add(rows);
            for (int lane = 1; lane < input.count(); lane++) {
                stores.add(new RowStore(fields, context.allocator()));
            }
            input.drain((lane, batch) -> stores.get(lane).add(batch));
            stores.subList(1, stores.size()).forEach(rows::addAll);
        } finally {
            stores.forEach(store -> {
                if (store != rows) {
                    store.close();
                }
            });
        }
    }

    private void chain(int[] numbers) {
        next.ensure((long) Integer.BYTES * numbers.length);
        first.ensure((long) Integer.BYTES * keys.size());
        for (int row = numbers.length - 1; row >= 0; row--) {
            if ((row & POLL_MASK) == 0) {
                context.cancelToken().check();
            }
            if (numbers[row] != KeyTable.NONE) {
                long head = first.address() + (long) Integer.BYTES * numbers[row];
                MemoryUtil.putInt(next.address() + (long) Integer.BYTES * row, MemoryUtil.getInt(head));
                MemoryUtil.putInt(head, row + 1);
            }
        }
    }

    /** Says which keys there are. */
    void tell(DynamicKeys told, BufferAllocator allocator) {
        told.take(keys, allocator);
    }

    int rowCount() {
        return rowCount;
    }

    /** Whether no two rows have the same key. */
    boolean isUnique() {
        return isUnique;
    }

    /** Whether some row has a null in its key that matches nothing. */
    boolean hasUnfindable() {
        return hasUnfindable;
    }

    /** Looks keys up for one thread. The table is filled. */
    KeyTable.Finder finder() {
        return keys.finder();
    }

    /** The first row for the key of each selected row of a batch, or {@link #NONE}. */
    int[] firstMatches(Batch batch, int[] probeColumns, KeyTable.Finder finder) {
        int[] numbers = finder.find(batch, probeColumns, batch.selection());
        for (int i = 0; i < numbers.length && !isUnique; i++) {
            if (numbers[i] != KeyTable.NONE) {
                numbers[i] = MemoryUtil.getInt(first.address() + (long) Integer.BYTES * numbers[i]) - 1;
            }
        }
        return numbers;
    }

    /** The next row of the same key, or {@link #NONE}. */
    int nextMatch(int row) {
        return isUnique ? NONE : MemoryUtil.getInt(next.address() + (long) Integer.BYTES * row) - 1;
    }

    /** Makes room for {@link #markMatched}. */
    void prepareMarks() {
        matched.ensure(rowCount);
    }

    void markMatched(int row) {
        MemoryUtil.putByte(matched.address() + row, (byte) 1);
    }

    boolean isMatched(int row) {
        return MemoryUtil.getByte(matched.address() + row) != 0;
    }

    /** Where a row lies, for {@link #gather}. */
    long address(int row) {
        return addresses == null ? row : addresses[row];
    }

    /** Copies rows, without the columns that are the {@linkplain #sameAsProbe same as some of the probe side}. */
    Gather gather() {
        return gather;
    }

    /** For each column of the build side the column of the probe side that has the same value in each pair, or -1. */
    int[] sameAsProbe() {
        return sameAsProbe;
    }

    @Override
    public void close() {
        heap.close();
        rows.close();
        keys.close();
        first.close();
        next.close();
        matched.close();
        rowCount = 0;
    }
}
