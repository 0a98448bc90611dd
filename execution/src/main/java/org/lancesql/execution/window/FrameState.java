package org.lancesql.execution.window;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** States of an aggregate, in numbered slots, that can be combined. */
interface FrameState {
    /** The first two slots are for rows that came last. */
    int BACK = 0;

    int RESULT = 2;
    int LEAF = 3;
    /** Slots from here on are for rows. */
    int RESERVED = 4;

    static FrameState of(WindowCall call, Partitions partitions) {
        if (call.function().isStatistic()) {
            return new StatisticState(call, partitions);
        }
        return switch (call.function()) {
            case COUNT -> new CountState(call, partitions);
            case MIN, MAX -> new ExtremeState(call, partitions);
            default ->
                switch (call.result().getType().getTypeID()) {
                    case FloatingPoint -> new DoubleSumState(call, partitions);
                    default -> new ExactSumState(call, partitions);
                };
        };
    }

    /** Makes so many slots. */
    void allocate(int slots);

    /** Sets a slot to the state of no row. */
    void clear(int slot);

    /** Sets a slot to the state of one row. */
    void lift(int slot, long address);

    /** Sets a slot, which may be one of the others, to the state of the rows of one slot followed by those of another. */
    void combine(int target, int left, int right);

    /** Begins a vector of results; {@link #finish} or {@link #abandon} ends it. */
    void begin(int rows, BufferAllocator allocator);

    /** Sets a row of the results to the result of a slot. */
    void write(int slot, int row);

    FieldVector finish();

    void abandon();
}
