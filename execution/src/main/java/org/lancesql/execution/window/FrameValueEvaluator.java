package org.lancesql.execution.window;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;

/** The value of the first, the last, or another row of each row's frame. */
final class FrameValueEvaluator implements WindowEvaluator {
    private final WindowCall call;
    private final Partitions partitions;
    private final Frames frames;
    private final ValuePositions positions;
    private final List<FieldVector> vectors;

    FrameValueEvaluator(WindowCall call, Partitions partitions, Frames frames) {
        this.call = call;
        this.partitions = partitions;
        this.frames = frames;
        int column = call.arguments().get(0);
        this.positions = new ValuePositions(partitions, column, call.ignoreNulls());
        this.vectors = partitions.vectors(column);
    }

    @Override
    public FieldVector evaluate(int from, int to, BufferAllocator allocator) {
        long[] sources = new long[to - from];
        for (int row = from; row < to; row++) {
            int source = source(row);
            sources[row - from] = source < 0 ? RowAddress.NONE : partitions.address(source);
        }
        return Gather.slots(call.result(), vectors, sources, allocator);
    }

    /** The row whose value is the result, or -1. */
    private int source(int row) {
        int start = frames.start(row);
        int end = frames.end(row);
        // The frame without what is left out: a part before, perhaps the row itself, a part behind.
        int firstEnd = Math.min(end, frames.excludedStart(row));
        int lastStart = frames.excludes() ? Math.max(start, frames.excludedEnd(row)) : end;
        int self = frames.keepsSelf(row) ? positions.count(row, row + 1) : 0;
        int first = positions.count(start, firstEnd);
        int last = positions.count(lastStart, end);
        long index = index(row, first + self + last);
        if (index < 0 || index >= first + self + last) {
            return -1;
        }
        if (index < first) {
            return positions.row(positions.before(start) + (int) index);
        }
        return index < first + self ? row : positions.row(positions.before(lastStart) + (int) index - first - self);
    }

    private long index(int row, int count) {
        return switch (call.function()) {
            case FIRST_VALUE -> 0;
            case LAST_VALUE -> count - 1;
            default -> position(row) - 1;
        };
    }

    private long position(int row) {
        long address = partitions.address(row);
        FieldVector vector = partitions
                .batches()
                .get(RowAddress.batch(address))
                .column(call.arguments().get(1));
        if (vector.isNull(RowAddress.position(address))) {
            return 0;
        }
        long position = Vectors.getLong(vector, RowAddress.position(address));
        if (position < 1) {
            throw new EvaluationException(
                    Reason.INVALID_ARGUMENT, "NTH_VALUE takes a position from 1 on, not " + position);
        }
        return position;
    }
}
