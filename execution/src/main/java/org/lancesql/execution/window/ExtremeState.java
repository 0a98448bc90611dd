package org.lancesql.execution.window;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;
import org.lancesql.execution.sort.ValueOrder;

/** The least or greatest values of any type that has an order: a state is where the value lies. */
final class ExtremeState implements FrameState {
    private final Field result;
    private final ColumnMemory argument;
    private final List<FieldVector> vectors;
    private final ValueOrder order;
    private final boolean greatest;
    private long[] rows = new long[0];
    private long @Nullable [] results;
    private @Nullable BufferAllocator allocator;

    ExtremeState(WindowCall call, Partitions partitions) {
        int column = call.arguments().get(0);
        this.result = call.result();
        this.argument = partitions.column(column);
        this.vectors = partitions.vectors(column);
        this.order = new ValueOrder(partitions.field(column), vectors);
        this.greatest = call.function() == WindowFunction.MAX;
    }

    @Override
    public void allocate(int slots) {
        rows = new long[slots];
    }

    @Override
    public void clear(int slot) {
        rows[slot] = RowAddress.NONE;
    }

    @Override
    public void lift(int slot, long address) {
        rows[slot] = argument.isNull(address) ? RowAddress.NONE : address;
    }

    @Override
    public void combine(int target, int left, int right) {
        if (rows[left] == RowAddress.NONE || rows[right] == RowAddress.NONE) {
            rows[target] = rows[left] == RowAddress.NONE ? rows[right] : rows[left];
            return;
        }
        int comparison = order.compareRows(rows[left], rows[right]);
        boolean takesRight = greatest ? comparison < 0 : comparison > 0;
        rows[target] = takesRight ? rows[right] : rows[left];
    }

    @Override
    public void begin(int count, BufferAllocator ofResults) {
        results = new long[count];
        allocator = ofResults;
    }

    @Override
    public void write(int slot, int row) {
        requireNonNull(results)[row] = rows[slot];
    }

    @Override
    public FieldVector finish() {
        return Gather.slots(result, vectors, requireNonNull(results), requireNonNull(allocator));
    }

    @Override
    public void abandon() {
        results = null;
    }
}
