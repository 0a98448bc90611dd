package org.lancesql.execution.operator;

import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.HeapMemory;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowStore;
import org.lancesql.execution.sort.RowOrder;
import org.lancesql.execution.sort.RowSorter;
import org.lancesql.execution.sort.SortKey;

/**
 * Yields the rows of its input in order, stably, in batches of 65,536; {@link RowOrder} says how values compare.
 *
 * <p>Without a fetch it keeps all rows in memory. With one it keeps about twice as many rows as it skips and fetches: now
 * and then it sorts what it has, drops what lies behind the last row wanted, and from then on takes only rows that come
 * before that one.
 */
public final class SortOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;
    private static final int MIN_SURPLUS_ROWS = 16_384;

    private final BatchOperator input;
    private final List<Field> fields;
    private final List<SortKey> keys;
    private final ExecutionContext context;
    private final long offset;
    /** How many rows are wanted, from the first one of all. */
    private final long wanted;

    private final HeapMemory addresses;
    private RowStore store;
    private @Nullable SortBound bound;
    private long @Nullable [] sorted;
    private @Nullable Gather gather;
    private int next;

    /**
     * Takes ownership of {@code input}, unless it throws.
     *
     * @param offset rows to skip, 0 or more
     * @param fetch rows to pass on, 0 or more; empty for all
     * @throws IllegalArgumentException when the input has no such columns, or columns of types that have no order
     */
    public SortOperator(
            BatchOperator input, List<SortKey> keys, long offset, OptionalLong fetch, ExecutionContext context) {
        if (offset < 0 || fetch.orElse(0) < 0) {
            throw new IllegalArgumentException("negative offset " + offset + " or fetch " + fetch);
        }
        RowOrder.check(input.fields(), keys);
        this.input = input;
        this.fields = input.fields();
        this.keys = List.copyOf(keys);
        this.context = context;
        this.offset = offset;
        long most = fetch.orElse(Long.MAX_VALUE);
        this.wanted = most == 0 ? 0 : most > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + most;
        this.addresses = new HeapMemory(context.allocator());
        this.store = new RowStore(fields, context.allocator());
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        context.cancelToken().check();
        if (sorted == null) {
            collect();
            sorted = sort();
            gather = new Gather(fields, store.batches());
            next = (int) Math.min(offset, sorted.length);
        }
        int end = (int) Math.min(Math.min(wanted, sorted.length), (long) next + BATCH_ROWS);
        if (gather == null || next >= end) {
            close();
            return null;
        }
        Batch batch = gather.gather(sorted, next, end, context.allocator());
        next += batch.rowCount();
        return batch;
    }

    private void collect() {
        long surplus = Math.max(wanted, MIN_SURPLUS_ROWS);
        while (wanted > 0) {
            context.cancelToken().check();
            Batch batch = input.next();
            if (batch == null) {
                break;
            }
            store.add(bound == null ? batch : bound.before(batch));
            if (store.rowCount() - wanted >= surplus) {
                cut((int) wanted);
            }
        }
        input.close();
    }

    private long[] sort() {
        addresses.close();
        addresses.take((long) Long.BYTES * store.rowCount());
        long[] rows = store.addresses();
        RowSorter.sort(rows, new RowOrder(fields, store.batches(), keys), context);
        return rows;
    }

    /** Keeps the first {@code count} rows. */
    private void cut(int count) {
        long[] rows = sort();
        Gather all = new Gather(fields, store.batches());
        RowStore kept = new RowStore(fields, context.allocator());
        try {
            for (int at = 0; at < count; ) {
                Batch batch = all.gather(rows, at, Math.min(count, at + BATCH_ROWS), context.allocator());
                at += batch.rowCount();
                kept.add(batch);
            }
            SortBound tighter = new SortBound(fields, keys, all.gather(rows, count - 1, count, context.allocator()));
            if (bound != null) {
                bound.close();
            }
            bound = tighter;
            RowStore replaced = store;
            store = kept;
            kept = replaced;
        } finally {
            kept.close();
        }
    }

    @Override
    public void close() {
        sorted = new long[0];
        gather = null;
        addresses.close();
        store.close();
        if (bound != null) {
            bound.close();
            bound = null;
        }
        input.close();
    }
}
