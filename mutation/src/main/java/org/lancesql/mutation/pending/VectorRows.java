package org.lancesql.mutation.pending;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.arrow.vector.util.VectorAppender;

/** Rows of a vector of any stored type as a new vector. */
final class VectorRows {
    private VectorRows() {}

    /** Successive rows, which share the memory of {@code vector} where that can be. */
    static FieldVector slice(FieldVector vector, int from, int count, BufferAllocator allocator) {
        TransferPair pair = vector.getTransferPair(vector.getField(), allocator);
        FieldVector slice = (FieldVector) pair.getTo();
        try {
            pair.splitAndTransfer(from, count);
            return slice;
        } catch (Throwable failure) {
            slice.close();
            throw failure;
        }
    }

    /** All rows of some vectors of one type, in memory of their own. */
    static FieldVector copy(List<FieldVector> vectors, BufferAllocator allocator) {
        FieldVector target = empty(
                vectors.get(0),
                vectors.stream().mapToInt(FieldVector::getValueCount).sum(),
                allocator);
        try {
            VectorAppender appender = new VectorAppender(target);
            vectors.forEach(vector -> vector.accept(appender, null));
            return target;
        } catch (Throwable failure) {
            target.close();
            throw failure;
        }
    }

    /** The first {@code count} of the rows at {@code positions}, which ascend. */
    static FieldVector pick(FieldVector vector, int[] positions, int count, BufferAllocator allocator) {
        FieldVector target = empty(vector, count, allocator);
        try {
            if (isFlat(vector)) {
                for (int i = 0; i < count; i++) {
                    target.copyFromSafe(positions[i], i, vector);
                }
                target.setValueCount(count);
            } else {
                appendRuns(vector, positions, count, target, allocator);
            }
            return target;
        } catch (Throwable failure) {
            target.close();
            throw failure;
        }
    }

    private static void appendRuns(
            FieldVector vector, int[] positions, int count, FieldVector target, BufferAllocator allocator) {
        VectorAppender appender = new VectorAppender(target);
        for (int start = 0, end; start < count; start = end) {
            end = start + 1;
            while (end < count && positions[end] == positions[end - 1] + 1) {
                end++;
            }
            try (FieldVector run = slice(vector, positions[start], end - start, allocator)) {
                run.accept(appender, null);
            }
        }
    }

    private static FieldVector empty(FieldVector like, int rows, BufferAllocator allocator) {
        FieldVector vector = like.getField().createVector(allocator);
        try {
            vector.setInitialCapacity(rows);
            vector.allocateNew();
            vector.setValueCount(0);
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    private static boolean isFlat(FieldVector vector) {
        return vector instanceof BaseFixedWidthVector
                || vector instanceof BaseVariableWidthVector
                || vector instanceof BaseLargeVariableWidthVector;
    }
}
