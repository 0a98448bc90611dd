package org.lancesql.execution.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.aggregate.Accumulator;
import org.lancesql.execution.aggregate.AggregateCall;
import org.lancesql.execution.hash.KeyCodec;
import org.lancesql.execution.hash.KeyTable;

/**
 * One row for each distinct key of its input: the key, then the aggregates over the rows that have it, in the order in
 * which keys first came. Without key columns there is one row, also for an input without rows.
 */
public final class HashAggregateOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final BatchOperator input;
    private final int[] keys;
    private final List<AggregateCall> calls;
    private final List<Field> fields;
    private final ExecutionContext context;
    private final @Nullable KeyTable table;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private boolean consumed;
    private int next;

    /**
     * Takes ownership of {@code input}, unless it throws.
     *
     * @param keys columns of the input that make the key
     * @param keyFields names in the result and types of the keys, each of which {@link KeyCodec#supports}
     * @throws IllegalArgumentException when a type is not supported by its function
     */
    public HashAggregateOperator(
            BatchOperator input,
            int[] keys,
            List<Field> keyFields,
            List<AggregateCall> calls,
            ExecutionContext context) {
        this.input = input;
        this.keys = keys.clone();
        this.calls = List.copyOf(calls);
        this.context = context;
        this.fields = new ArrayList<>(keyFields);
        for (AggregateCall call : calls) {
            fields.add(call.result());
            accumulators.add(Accumulator.of(call.function(), call.result(), context.allocator()));
        }
        this.table = keys.length == 0 ? null : new KeyTable(keyFields, context.allocator());
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
        int to = Math.min(groupCount(), next + BATCH_ROWS);
        if (next >= to) {
            return null;
        }
        try (OwnedVectors columns = new OwnedVectors()) {
            if (table != null) {
                table.keys(next, to, context.allocator()).forEach(columns::add);
            }
            for (Accumulator accumulator : accumulators) {
                columns.add(accumulator.results(next, to, context.allocator()));
            }
            int rows = to - next;
            next = to;
            return new Batch(columns.release(), rows, Selection.all(rows));
        }
    }

    private int groupCount() {
        return table == null ? 1 : table.size();
    }

    private void consume() {
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            try (Batch rows = batch) {
                add(rows);
            }
        }
        input.close();
    }

    private void add(Batch batch) {
        Selection rows = batch.selection();
        int[] groups = table == null ? new int[rows.size()] : table.add(batch, keys, rows);
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            FieldVector argument = call.argument() == AggregateCall.NONE ? null : batch.column(call.argument());
            if (call.filter() == AggregateCall.NONE) {
                accumulators.get(i).add(argument, rows, groups, groupCount());
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
        accumulator.add(argument, Selection.of(positions, count), Arrays.copyOf(passed, count), groupCount());
    }

    @Override
    public void close() {
        next = Integer.MAX_VALUE - BATCH_ROWS;
        consumed = true;
        input.close();
        if (table != null) {
            table.close();
        }
        accumulators.forEach(Accumulator::close);
    }
}
