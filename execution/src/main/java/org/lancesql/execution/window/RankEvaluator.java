package org.lancesql.execution.window;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.RowAddress;

/** What depends on the place of a row in its partition alone (SQL:2016, part 2, 6.10). */
final class RankEvaluator implements WindowEvaluator {
    private final WindowCall call;
    private final Partitions partitions;
    private long groups;

    RankEvaluator(WindowCall call, Partitions partitions) {
        this.call = call;
        this.partitions = partitions;
    }

    @Override
    public FieldVector evaluate(int from, int to, BufferAllocator allocator) {
        FieldVector vector = Vectors.create(call.result(), allocator, to - from);
        try {
            for (int row = from; row < to; row++) {
                set(vector, row - from, row);
            }
            vector.setValueCount(to - from);
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    private void set(FieldVector vector, int index, int row) {
        int start = partitions.start(row);
        double size = partitions.end(row) - start;
        int before = partitions.peerStart(row) - start;
        switch (call.function()) {
            case ROW_NUMBER -> Vectors.setLong(vector, index, row - start + 1L);
            case RANK -> Vectors.setLong(vector, index, before + 1L);
            case DENSE_RANK -> Vectors.setLong(vector, index, denseRank(row));
            case PERCENT_RANK -> ((Float8Vector) vector).set(index, size == 1 ? 0 : before / (size - 1));
            case CUME_DIST -> ((Float8Vector) vector).set(index, (partitions.peerEnd(row) - start) / size);
            case NTILE -> setTile(vector, index, row);
            default -> throw new IllegalStateException(call.function() + " is no rank");
        }
    }

    private long denseRank(int row) {
        if (row == partitions.start(row)) {
            groups = 1;
        } else if (row == partitions.peerStart(row)) {
            groups++;
        }
        return groups;
    }

    /** The first tiles have one row more where the rows cannot be divided evenly. */
    private void setTile(FieldVector vector, int index, int row) {
        long address = partitions.address(row);
        FieldVector tiles = partitions
                .batches()
                .get(RowAddress.batch(address))
                .column(call.arguments().get(0));
        int slot = RowAddress.position(address);
        if (tiles.isNull(slot)) {
            return;
        }
        long count = Vectors.getLong(tiles, slot);
        if (count < 1) {
            throw new EvaluationException(
                    Reason.INVALID_ARGUMENT, "NTILE takes a number of parts from 1 on, not " + count);
        }
        long position = row - partitions.start(row);
        long rows = partitions.end(row) - partitions.start(row);
        long small = rows / count;
        long inLarge = rows % count * (small + 1);
        long tile =
                position < inLarge ? position / (small + 1) : rows % count + (position - inLarge) / Math.max(1, small);
        Vectors.setLong(vector, index, tile + 1);
    }
}
