package org.lancesql.execution.window;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;

/** LAG and LEAD: the value of the row so many rows before or behind, or a default of the row's own. */
final class NeighbourEvaluator implements WindowEvaluator {
    private final WindowCall call;
    private final Partitions partitions;
    private final ValuePositions positions;
    private final List<FieldVector> vectors;
    private final int batches;

    NeighbourEvaluator(WindowCall call, Partitions partitions) {
        this.call = call;
        this.partitions = partitions;
        int column = call.arguments().get(0);
        this.positions = new ValuePositions(partitions, column, call.ignoreNulls());
        this.vectors =
                hasDefault() ? partitions.vectors(column, call.arguments().get(2)) : partitions.vectors(column);
        this.batches = partitions.batches().size();
    }

    private boolean hasDefault() {
        return call.arguments().size() == 3;
    }

    @Override
    public FieldVector evaluate(int from, int to, BufferAllocator allocator) {
        long[] sources = new long[to - from];
        for (int row = from; row < to; row++) {
            sources[row - from] = source(row);
        }
        return Gather.slots(call.result(), vectors, sources, allocator);
    }

    private long source(int row) {
        long own = partitions.address(row);
        long distance = 1;
        if (call.arguments().size() > 1) {
            FieldVector distances = partitions
                    .batches()
                    .get(RowAddress.batch(own))
                    .column(call.arguments().get(1));
            if (distances.isNull(RowAddress.position(own))) {
                return RowAddress.NONE;
            }
            distance = Vectors.getLong(distances, RowAddress.position(own));
        }
        // A number beyond any partition, so that nothing overflows.
        distance = Math.max(-(1L << 40), Math.min(1L << 40, distance));
        int neighbour = neighbour(row, call.function() == WindowFunction.LAG ? -distance : distance);
        if (neighbour >= 0) {
            return partitions.address(neighbour);
        }
        return hasDefault()
                ? RowAddress.of(batches + RowAddress.batch(own), RowAddress.position(own))
                : RowAddress.NONE;
    }

    /** The row so many values behind a row, or -1 when its partition has none. */
    private int neighbour(int row, long distance) {
        if (distance == 0) {
            return row;
        }
        long index = distance < 0 ? positions.before(row) + distance : positions.before(row + 1) + distance - 1;
        boolean inside =
                index >= positions.before(partitions.start(row)) && index < positions.before(partitions.end(row));
        return inside ? positions.row((int) index) : -1;
    }
}
