package org.lancesql.execution.window;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowAddress;

/** Sums of floating-point numbers of 64 bits. */
final class DoubleSumState extends VectorState {
    private final ColumnMemory argument;
    private final boolean zeroForNone;
    private double[] sums = new double[0];
    private boolean[] seen = new boolean[0];

    DoubleSumState(WindowCall call, Partitions partitions) {
        super(call.result());
        this.argument = partitions.column(call.arguments().get(0));
        this.zeroForNone = call.function() == WindowFunction.SUM_OR_ZERO;
    }

    @Override
    public void allocate(int slots) {
        sums = new double[slots];
        seen = new boolean[slots];
    }

    @Override
    public void clear(int slot) {
        sums[slot] = 0;
        seen[slot] = false;
    }

    @Override
    public void lift(int slot, long address) {
        seen[slot] = !argument.isNull(address);
        sums[slot] = seen[slot]
                ? Double.longBitsToDouble(
                        MemoryUtil.getLong(argument.data(address) + 8L * RowAddress.position(address)))
                : 0;
    }

    @Override
    public void combine(int target, int left, int right) {
        sums[target] = sums[left] + sums[right];
        seen[target] = seen[left] | seen[right];
    }

    @Override
    void write(int slot, FieldVector results, int row) {
        if (zeroForNone || seen[slot]) {
            ((Float8Vector) results).set(row, sums[slot]);
        }
    }
}
