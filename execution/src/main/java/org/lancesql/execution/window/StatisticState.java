package org.lancesql.execution.window;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.lancesql.execution.ordered.PairMoments;
import org.lancesql.execution.ordered.RowAggregates.Statistic;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowAddress;

/** Statistics of floating-point numbers of 64 bits, or of pairs of them. */
final class StatisticState extends VectorState {
    private final Statistic statistic;
    private final ColumnMemory first;
    private final ColumnMemory second;
    private PairMoments[] moments = new PairMoments[0];

    StatisticState(WindowCall call, Partitions partitions) {
        super(call.result());
        this.statistic = Statistic.valueOf(call.function().name());
        this.first = partitions.column(call.arguments().get(0));
        this.second = partitions.column(call.arguments().get(call.arguments().size() - 1));
    }

    @Override
    public void allocate(int slots) {
        moments = new PairMoments[slots];
        java.util.Arrays.fill(moments, PairMoments.NONE);
    }

    @Override
    public void clear(int slot) {
        moments[slot] = PairMoments.NONE;
    }

    @Override
    public void lift(int slot, long address) {
        moments[slot] = first.isNull(address) || second.isNull(address)
                ? PairMoments.NONE
                : PairMoments.of(number(first, address), number(second, address));
    }

    private static double number(ColumnMemory column, long address) {
        return Double.longBitsToDouble(
                MemoryUtil.getLong(column.data(address) + (long) Double.BYTES * RowAddress.position(address)));
    }

    @Override
    public void combine(int target, int left, int right) {
        moments[target] = moments[left].and(moments[right]);
    }

    @Override
    void write(int slot, FieldVector results, int row) {
        Double value = moments[slot].get(statistic);
        if (value != null) {
            ((Float8Vector) results).set(row, value);
        }
    }
}
