package org.lancesql.execution.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.HeapMemory;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.aggregate.Accumulator;
import org.lancesql.execution.aggregate.AggregateCall;
import org.lancesql.execution.hash.KeyTable;

/** The groups among rows seen so far, and what their aggregates have come to. */
final class Groups implements AutoCloseable {
    private static final int MERGED_ROWS = 65_536;

    private final int[] keys;
    private final List<AggregateCall> calls;
    private final BufferAllocator allocator;
    private final CancelToken cancelToken;
    private final @Nullable KeyTable table;
    private final List<Accumulator> accumulators = new ArrayList<>();

    /**
     * No groups, or without key columns one.
     *
     * @param inputs columns of the input
     * @param keys those that make the key
     * @param keyFields their types
     */
    Groups(List<Field> inputs, int[] keys, List<Field> keyFields, List<AggregateCall> calls, ExecutionContext context) {
        this.keys = keys;
        this.calls = calls;
        this.allocator = context.allocator();
        this.cancelToken = context.cancelToken();
        for (AggregateCall call : calls) {
            accumulators.add(Accumulator.of(call, inputs, context));
        }
        this.table = keys.length == 0 ? null : new KeyTable(keyFields, context);
    }

    int count() {
        return table == null ? 1 : table.size();
    }

    /** Takes the selected rows of a batch, which it borrows. */
    void add(Batch batch) {
        Selection rows = batch.selection();
        int[] groups = table == null ? new int[rows.size()] : table.add(batch, keys, rows);
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            FieldVector argument = call.argument() == AggregateCall.NONE ? null : batch.column(call.argument());
            if (call.filter() == AggregateCall.NONE) {
                accumulators.get(i).add(argument, rows, groups, count());
            } else {
                addFiltered(accumulators.get(i), argument, (BitVector) batch.column(call.filter()), rows, groups);
            }
        }
    }

    private void addFiltered(
            Accumulator accumulator, @Nullable FieldVector argument, BitVector filter, Selection rows, int[] groups) {
        int[] positions = new int[rows.size()];
        int[] passed = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            if (!filter.isNull(row) && filter.get(row) != 0) {
                positions[count] = row;
                passed[count++] = groups[i];
            }
        }
        accumulator.add(argument, Selection.of(positions, count), Arrays.copyOf(passed, count), count());
    }

    /** Takes over the groups of other rows. */
    void addAll(Groups others) {
        try (HeapMemory memory = new HeapMemory(allocator)) {
            memory.take((long) Integer.BYTES * others.count());
            int[] groups = new int[others.count()];
            if (table != null) {
                addKeys(table, others, groups);
            }
            for (int i = 0; i < accumulators.size(); i++) {
                accumulators.get(i).merge(others.accumulators.get(i), groups, count(), cancelToken);
            }
        }
    }

    /** @param groups gets the group here for each of the others */
    private void addKeys(KeyTable keyTable, Groups others, int[] groups) {
        int[] columns = IntStream.range(0, keys.length).toArray();
        for (int from = 0; from < groups.length; from += MERGED_ROWS) {
            cancelToken.check();
            int size = Math.min(MERGED_ROWS, groups.length - from);
            try (Batch batch = others.results(from, from + size, List.of())) {
                System.arraycopy(keyTable.add(batch, columns, batch.selection()), 0, groups, from, size);
            }
        }
    }

    /** A row for each of the groups {@code [from, to)}: its key and its aggregates. */
    Batch results(int from, int to) {
        return results(from, to, accumulators);
    }

    private Batch results(int from, int to, List<Accumulator> wanted) {
        try (OwnedVectors columns = new OwnedVectors()) {
            if (table != null) {
                table.keys(from, to, allocator).forEach(columns::add);
            }
            for (Accumulator accumulator : wanted) {
                columns.add(accumulator.results(from, to, allocator));
            }
            return new Batch(columns.release(), to - from, Selection.all(to - from));
        }
    }

    @Override
    public void close() {
        if (table != null) {
            table.close();
        }
        accumulators.forEach(Accumulator::close);
    }
}
