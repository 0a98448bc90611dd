package org.lancesql.execution.aggregate;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/** A sum, which is null or zero where there is no value. */
abstract class Sum extends Accumulator {
    private final boolean zeroForNone;

    /** @param width bytes of the sum of a group */
    Sum(Field result, int width, boolean zeroForNone, BufferAllocator allocator) {
        super(result, width, allocator);
        this.zeroForNone = zeroForNone;
    }

    @Override
    final boolean isPresent(int group) {
        return zeroForNone || isSeen(group);
    }
}
