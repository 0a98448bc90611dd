package org.lancesql.execution.window;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/**
 * An aggregate over the frame of each row. The cost of a row does not depend on the size of its frame: as frames only move
 * forward, the states of the rows that will leave first are kept combined from their end, and those that came later in one
 * state ("two stacks", Tangwongsan, Hirzel and Schneider, Low-Latency Sliding-Window Aggregation in Worst-Case Constant
 * Time, 2017). Nothing is ever subtracted, so that NaN and rounding leave with the row they came with.
 */
final class FrameAggregateEvaluator implements WindowEvaluator {
    private final Partitions partitions;
    private final Frames frames;
    private final FrameState state;
    private final Run first;
    private final Run last;

    FrameAggregateEvaluator(WindowCall call, Partitions partitions, Frames frames) {
        this.partitions = partitions;
        this.frames = frames;
        this.state = FrameState.of(call, partitions);
        int largest = frames.slides() ? partitions.largest() : 0;
        this.first = new Run(0, FrameState.RESERVED);
        this.last = new Run(1, FrameState.RESERVED + largest);
        state.allocate(FrameState.RESERVED + (frames.excludes() ? 2 : 1) * largest);
    }

    @Override
    public FieldVector evaluate(int from, int to, BufferAllocator allocator) {
        state.begin(to - from, allocator);
        try {
            for (int row = from; row < to; row++) {
                aggregate(row);
                state.write(FrameState.RESULT, row - from);
            }
            return state.finish();
        } catch (Throwable failure) {
            state.abandon();
            throw failure;
        }
    }

    private void aggregate(int row) {
        if (row == partitions.start(row)) {
            first.restart(row);
            last.restart(row);
        }
        int end = frames.end(row);
        first.move(frames.start(row), Math.min(end, frames.excludedStart(row)));
        if (frames.excludes()) {
            if (frames.keepsSelf(row)) {
                state.lift(FrameState.LEAF, partitions.address(row));
                state.combine(FrameState.RESULT, FrameState.RESULT, FrameState.LEAF);
            }
            last.move(Math.max(frames.start(row), frames.excludedEnd(row)), end);
        }
    }

    /** A run of rows whose ends only move forward. */
    private final class Run {
        private final int back;
        private final int slots;
        private final boolean adds;
        /** Rows before it are in states of their own, each combined with those up to it; rows behind it in one state. */
        private int middle;

        private int end;
        private int base;

        /** @param index 0 for a run that begins the result, 1 for one that is added to it */
        Run(int index, int slots) {
            this.back = FrameState.BACK + index;
            this.adds = index > 0;
            this.slots = slots;
        }

        void restart(int row) {
            base = row;
            middle = row;
            end = row;
            state.clear(back);
        }

        void move(int newStart, int newEnd) {
            if (newStart > end) {
                restart(newStart);
            }
            for (; end < newEnd; end++) {
                partitions.poll(end);
                state.lift(FrameState.LEAF, partitions.address(end));
                state.combine(back, back, FrameState.LEAF);
            }
            if (newStart > middle) {
                flip(newStart);
            }
            boolean empty = newEnd <= newStart;
            if (!adds) {
                state.clear(FrameState.RESULT);
            }
            if (!empty && newStart < middle) {
                state.combine(FrameState.RESULT, FrameState.RESULT, slot(newStart));
            }
            if (!empty) {
                state.combine(FrameState.RESULT, FrameState.RESULT, back);
            }
        }

        /** Gives each row from one on a state of its own, combined with those behind it. */
        private void flip(int from) {
            base = from;
            for (int row = end - 1; row >= from; row--) {
                partitions.poll(row);
                state.lift(slot(row), partitions.address(row));
                if (row < end - 1) {
                    state.combine(slot(row), slot(row), slot(row + 1));
                }
            }
            middle = end;
            state.clear(back);
        }

        private int slot(int row) {
            return slots + row - base;
        }
    }
}
