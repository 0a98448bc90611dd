package org.lancesql.execution;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies values between the types that tables store and the canonical ones. */
final class StoredVectors {
    private StoredVectors() {}

    static FieldVector toCanonical(FieldVector stored, Field canonical, BufferAllocator allocator) {
        throw new UnsupportedOperationException();
    }

    static void toStored(FieldVector canonical, Selection rows, FieldVector target, int targetOffset) {
        throw new UnsupportedOperationException();
    }
}
