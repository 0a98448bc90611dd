package org.lancesql.execution.ordered;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.HeapMemory;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowStore;
import org.lancesql.execution.sort.RowOrder;
import org.lancesql.execution.sort.SortKey;

/**
 * One row for each distinct key of its input: the key, then the aggregates over the rows that have it, by ascending keys.
 * Without key columns there is one row, also for an input without rows. Keys may have any type that has an order, nested
 * ones too. All rows are kept in memory and sorted.
 */
public final class OrderedAggregateOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final BatchOperator input;
    private final List<SortKey> keys;
    private final List<OrderedCall> calls;
    private final List<Field> fields;
    private final ExecutionContext context;
    private final RowStore rows;
    private final HeapMemory memory;
    private @Nullable SortedGroups groups;
    private int next;
    private boolean closed;

    /**
     * Takes ownership of {@code input}, unless it throws.
     *
     * @param keys columns of the input that make the key
     * @param keyFields names in the result and types of the keys
     * @throws IllegalArgumentException when a key has a type that has no order
     */
    public OrderedAggregateOperator(
            BatchOperator input, int[] keys, List<Field> keyFields, List<OrderedCall> calls, ExecutionContext context) {
        this.keys = new ArrayList<>();
        for (int key : keys) {
            this.keys.add(new SortKey(key, false, false));
        }
        RowOrder.check(input.fields(), this.keys);
        this.input = input;
        this.calls = List.copyOf(calls);
        this.fields = new ArrayList<>(keyFields);
        calls.forEach(call -> fields.add(call.result()));
        this.context = context;
        this.rows = new RowStore(input.fields(), context.allocator());
        this.memory = new HeapMemory(context.allocator());
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        context.cancelToken().check();
        if (closed) {
            return null;
        }
        if (groups == null) {
            consume();
            groups = new SortedGroups(rows, keys, memory, context);
        }
        SortedGroups sorted = groups;
        int to = Math.min(sorted.count(), next + BATCH_ROWS);
        if (next >= to) {
            return null;
        }
        try (OwnedVectors columns = new OwnedVectors()) {
            for (int i = 0; i < keys.size(); i++) {
                columns.add(key(sorted, i, next, to));
            }
            for (OrderedCall call : calls) {
                columns.add(results(sorted, call, next, to));
            }
            int count = to - next;
            next = to;
            return new Batch(columns.release(), count, Selection.all(count));
        }
    }

    private void consume() {
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            rows.add(batch);
            context.cancelToken().check();
        }
        input.close();
    }

    private FieldVector key(SortedGroups sorted, int key, int from, int to) {
        int column = keys.get(key).column();
        return Gather.slots(fields.get(key), sorted.vectors(column), sorted.firstRows(from, to), context.allocator());
    }

    private FieldVector results(SortedGroups sorted, OrderedCall call, int from, int to) {
        long[] ordered = sorted.ordered(call);
        RowAggregate function = sorted.function(call);
        RowArguments arguments = sorted.arguments(call);
        FieldVector vector = Vectors.create(call.result(), context.allocator(), to - from);
        try {
            for (int group = from; group < to; group++) {
                function.begin();
                for (int row = sorted.start(group); row < sorted.end(group); row++) {
                    if ((row & SortedGroups.POLL_MASK) == 0) {
                        context.cancelToken().check();
                    }
                    if (arguments.counts(ordered[row])) {
                        function.add(arguments.of(ordered[row]));
                    }
                }
                Vectors.set(vector, group - from, function.end());
            }
            vector.setValueCount(to - from);
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        closed = true;
        groups = null;
        memory.close();
        rows.close();
        input.close();
    }
}
