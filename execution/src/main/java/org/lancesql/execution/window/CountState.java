package org.lancesql.execution.window;

import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.ColumnMemory;

/** Numbers of rows, or of values. */
final class CountState extends VectorState {
    private final @Nullable ColumnMemory argument;
    private int[] counts = new int[0];

    CountState(WindowCall call, Partitions partitions) {
        super(call.result());
        this.argument = call.arguments().isEmpty()
                ? null
                : partitions.column(call.arguments().get(0));
    }

    @Override
    public void allocate(int slots) {
        counts = new int[slots];
    }

    @Override
    public void clear(int slot) {
        counts[slot] = 0;
    }

    @Override
    public void lift(int slot, long address) {
        counts[slot] = argument == null || !argument.isNull(address) ? 1 : 0;
    }

    @Override
    public void combine(int target, int left, int right) {
        counts[target] = counts[left] + counts[right];
    }

    @Override
    void write(int slot, FieldVector results, int row) {
        Vectors.setLong(results, row, counts[slot]);
    }
}
