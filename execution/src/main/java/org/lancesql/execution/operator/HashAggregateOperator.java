package org.lancesql.execution.operator;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.aggregate.AggregateCall;
import org.lancesql.execution.lanes.Lanes;

/**
 * One row for each distinct key of its input: the key, then the aggregates over the rows that have it; in the order in
 * which keys first came if the input has one lane. Without key columns there is one row, also for an input without rows.
 */
public final class HashAggregateOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final Lanes input;
    private final List<Field> fields;
    private final ExecutionContext context;
    /** Those of each lane; at the end all are in the first. */
    private final List<Groups> groups = new ArrayList<>();

    private boolean consumed;
    private int next;

    /**
     * Takes ownership of {@code input}, unless it throws.
     *
     * @param keys columns of the input that make the key
     * @param keyFields names in the result and types of the keys, each of which {@link
     *     org.lancesql.execution.hash.KeyCodec#supports}
     * @param calls the argument of {@code COUNT_DISTINCT} is one that can be a key, too
     * @throws IllegalArgumentException when a type is not supported by its function
     */
    public HashAggregateOperator(
            Lanes input, int[] keys, List<Field> keyFields, List<AggregateCall> calls, ExecutionContext context) {
        this.input = input;
        this.context = context;
        this.fields = new ArrayList<>(keyFields);
        calls.forEach(call -> fields.add(call.result()));
        for (int lane = 0; lane < input.count(); lane++) {
            groups.add(new Groups(input.fields(), keys.clone(), keyFields, List.copyOf(calls), context));
        }
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        if (!consumed) {
            consume();
            consumed = true;
        }
        context.cancelToken().check();
        Groups all = groups.get(0);
        int to = Math.min(all.count(), next + BATCH_ROWS);
        if (next >= to) {
            return null;
        }
        Batch batch = all.results(next, to);
        next = to;
        return batch;
    }

    private void consume() {
        input.drain((lane, batch) -> {
            try (batch) {
                context.cancelToken().check();
                groups.get(lane).add(batch);
            }
        });
        input.close();
        for (Groups others : groups.subList(1, groups.size())) {
            groups.get(0).addAll(others);
            others.close();
        }
    }

    @Override
    public void close() {
        next = Integer.MAX_VALUE - BATCH_ROWS;
        consumed = true;
        input.close();
        groups.forEach(Groups::close);
    }
}
