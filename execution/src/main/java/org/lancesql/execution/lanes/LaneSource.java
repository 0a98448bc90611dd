package org.lancesql.execution.lanes;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;

/** An operator whose batches several lanes take in turn. It is closed with the last of them. */
final class LaneSource {
    private final BatchOperator operator;
    private final List<Field> fields;
    private final boolean hasMany;
    private int openLanes;
    private int given;
    private boolean ended;
    private @Nullable Runnable onSecondBatch;

    /**
     * Takes ownership of {@code operator}.
     *
     * @param hasMany whether it is known to give several batches
     */
    LaneSource(BatchOperator operator, boolean hasMany) {
        this.operator = operator;
        this.hasMany = hasMany;
        this.fields = operator.fields();
    }

    /** A lane; it is read by one thread at a time, others by others. */
    synchronized BatchOperator newLane() {
        openLanes++;
        return new Lane();
    }

    /**
     * Calls {@code action} once it shows that there is work for more than one lane: at once if that is known, else when a
     * second batch is asked for, and there.
     */
    synchronized void onSecondBatch(Runnable action) {
        if (hasMany && !ended) {
            action.run();
        } else {
            onSecondBatch = action;
        }
    }

    /** Gives no more batches. */
    synchronized void stop() {
        ended = true;
    }

    private synchronized @Nullable Batch next() {
        if (ended) {
            return null;
        }
        Batch batch = operator.next();
        if (batch == null) {
            ended = true;
            return null;
        }
        given++;
        if (given == 2 && onSecondBatch != null) {
            onSecondBatch.run();
        }
        return batch;
    }

    private synchronized void release() {
        openLanes--;
        if (openLanes == 0) {
            ended = true;
            operator.close();
        }
    }

    private final class Lane implements BatchOperator {
        private boolean closed;

        @Override
        public List<Field> fields() {
            return fields;
        }

        @Override
        public @Nullable Batch next() {
            return closed ? null : LaneSource.this.next();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release();
            }
        }
    }
}
