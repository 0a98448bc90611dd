package org.lancesql.execution.ordered;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.HeapMemory;
import org.lancesql.execution.rows.RowAddress;
import org.lancesql.execution.rows.RowStore;
import org.lancesql.execution.sort.RowOrder;
import org.lancesql.execution.sort.RowSorter;
import org.lancesql.execution.sort.SortKey;

/** Rows sorted by their keys, and for each aggregate by its own order within the groups. Borrows the rows. */
final class SortedGroups {
    static final int POLL_MASK = (1 << 10) - 1;
    /** An address, and the start of a group twice. */
    private static final long HEAP_BYTES_PER_ROW = Long.BYTES + 2 * Integer.BYTES;

    private final RowStore rows;
    private final List<Batch> batches;
    private final List<SortKey> keys;
    private final ExecutionContext context;
    private final HeapMemory memory;
    private final long[] byKeys;
    private final int[] starts;
    private final Map<List<SortKey>, long[]> orders = new HashMap<>();
    private final Map<OrderedCall, RowAggregate> functions = new HashMap<>();
    private final Map<OrderedCall, RowArguments> arguments = new HashMap<>();

    /** @param memory counts the arrays that are made, as long as the groups are used */
    SortedGroups(RowStore rows, List<SortKey> keys, HeapMemory memory, ExecutionContext context) {
        this.rows = rows;
        this.keys = keys;
        this.memory = memory;
        this.context = context;
        memory.take(HEAP_BYTES_PER_ROW * rows.rowCount());
        this.byKeys = rows.addresses();
        this.batches = List.copyOf(rows.batches());
        RowOrder order = new RowOrder(rows.fields(), batches, keys);
        RowSorter.sort(byKeys, order, context);
        this.starts = starts(order);
        orders.put(List.of(), byKeys);
    }

    /** The first row of each group, and the end of the last one. */
    private int[] starts(RowOrder order) {
        int[] found = new int[byKeys.length + 2];
        int count = 0;
        for (int row = 0; row < byKeys.length; row++) {
            poll(row);
            if (row == 0 || order.compare(byKeys[row - 1], byKeys[row]) != 0) {
                found[count++] = row;
            }
        }
        if (count == 0 && keys.isEmpty()) {
            found[count++] = 0;
        }
        found[count] = byKeys.length;
        return Arrays.copyOf(found, count + 1);
    }

    int count() {
        return starts.length - 1;
    }

    int start(int group) {
        return starts[group];
    }

    int end(int group) {
        return starts[group + 1];
    }

    long[] firstRows(int from, int to) {
        long[] first = new long[to - from];
        for (int group = from; group < to; group++) {
            first[group - from] = byKeys[starts[group]];
        }
        return first;
    }

    List<FieldVector> vectors(int column) {
        return batches.stream().map(batch -> batch.column(column)).toList();
    }

    /** All rows by their keys and the order of a call. */
    long[] ordered(OrderedCall call) {
        return orders.computeIfAbsent(call.order(), order -> sort(order, memory));
    }

    private void poll(int row) {
        if ((row & POLL_MASK) == 0) {
            context.cancelToken().check();
        }
    }

    private long[] sort(List<SortKey> order, HeapMemory counting) {
        counting.take((long) Long.BYTES * byKeys.length);
        long[] sorted = byKeys.clone();
        List<SortKey> all = new ArrayList<>(keys);
        all.addAll(order);
        RowSorter.sort(sorted, new RowOrder(rows.fields(), batches, all), context);
        return sorted;
    }

    RowAggregate function(OrderedCall call) {
        return functions.computeIfAbsent(call, key -> key.function().get());
    }

    RowArguments arguments(OrderedCall call) {
        return arguments.computeIfAbsent(call, key -> new RowArguments(batches, key, repeated(key)));
    }

    /** For a distinct call the rows that do not count, because one before them has the same key and arguments. */
    private @Nullable BitSet repeated(OrderedCall call) {
        if (!call.distinct()) {
            return null;
        }
        List<SortKey> all = new ArrayList<>();
        // Rows that the filter leaves out must not stand for those that it lets through.
        if (call.filter() != OrderedCall.NONE) {
            all.add(new SortKey(call.filter(), false, false));
        }
        call.arguments().forEach(column -> all.add(new SortKey(column, false, false)));
        try (HeapMemory sorting = new HeapMemory(context.allocator())) {
            long[] sorted = sort(all, sorting);
            all.addAll(keys);
            return repeated(sorted, new RowOrder(rows.fields(), batches, all));
        }
    }

    private BitSet repeated(long[] sorted, RowOrder same) {
        int[] firstSlots = RowArguments.firstSlots(batches);
        memory.take(batches.stream().mapToLong(Batch::length).sum() / Byte.SIZE);
        BitSet repeated = new BitSet();
        for (int row = 1; row < sorted.length; row++) {
            poll(row);
            if (same.compare(sorted[row - 1], sorted[row]) == 0) {
                long address = sorted[row];
                repeated.set(firstSlots[RowAddress.batch(address)] + RowAddress.position(address));
            }
        }
        return repeated;
    }
}
