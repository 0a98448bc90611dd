package org.lancesql.execution.window;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Vectors;

/** States whose results are written to a vector one by one. */
abstract class VectorState implements FrameState {
    private final Field result;
    private @Nullable FieldVector vector;
    private int rows;

    VectorState(Field result) {
        this.result = result;
    }

    @Override
    public final void begin(int count, BufferAllocator allocator) {
        vector = Vectors.create(result, allocator, count);
        rows = count;
    }

    @Override
    public final void write(int slot, int row) {
        write(slot, requireNonNull(vector), row);
    }

    /** Sets a row of the results, which is null until then. */
    abstract void write(int slot, FieldVector results, int row);

    @Override
    public final FieldVector finish() {
        FieldVector finished = requireNonNull(vector);
        finished.setValueCount(rows);
        vector = null;
        return finished;
    }

    @Override
    public final void abandon() {
        if (vector != null) {
            vector.close();
            vector = null;
        }
    }
}
