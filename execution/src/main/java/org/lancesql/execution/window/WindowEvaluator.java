package org.lancesql.execution.window;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** Computes a window function over some partitions. */
interface WindowEvaluator {
    /**
     * The results of the rows {@code [from, to)}; each call goes on where the one before ended.
     *
     * @throws org.lancesql.execution.EvaluationException when a result is out of range
     */
    FieldVector evaluate(int from, int to, BufferAllocator allocator);

    static WindowEvaluator of(WindowCall call, Partitions partitions, Frames frames) {
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE -> new RankEvaluator(call, partitions);
            case LAG, LEAD -> new NeighbourEvaluator(call, partitions);
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> new FrameValueEvaluator(call, partitions, frames);
            default -> new FrameAggregateEvaluator(call, partitions, frames);
        };
    }
}
