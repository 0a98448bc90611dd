package org.lancesql.mutation.pending;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.util.TransferPair;

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

    /**
     * The same rows in memory of their own, where they can share it with a statement. What a scan has returned must not
     * outlive the scan.
     */
    static FieldVector own(FieldVector vector, BufferAllocator allocator) {
        if (!(vector instanceof BaseFixedWidthVector || vector instanceof BaseVariableWidthVector)) {
            return slice(vector, 0, vector.getValueCount(), allocator);
        }
        FieldVector copy = vector.getField().createVector(allocator);
        List<ArrowBuf> buffers = new ArrayList<>();
        try {
            for (ArrowBuf buffer : vector.getFieldBuffers()) {
                ArrowBuf bytes = allocator.buffer(buffer.readableBytes());
                buffers.add(bytes);
                bytes.setBytes(0, buffer, buffer.readerIndex(), buffer.readableBytes());
                bytes.writerIndex(buffer.readableBytes());
            }
            copy.loadFieldBuffers(new ArrowFieldNode(vector.getValueCount(), vector.getNullCount()), buffers);
            return copy;
        } catch (Throwable failure) {
            copy.close();
            throw failure;
        } finally {
            buffers.forEach(ArrowBuf::close);
        }
    }

    /** All rows of some vectors of one type, in memory of their own. */
    static FieldVector copy(List<FieldVector> vectors, BufferAllocator allocator) {
        int rows = vectors.stream().mapToInt(FieldVector::getValueCount).sum();
        FieldVector target = empty(vectors.get(0), rows, allocator);
        try {
            int at = 0;
            for (FieldVector vector : vectors) {
                int count = vector.getValueCount();
                RowCopy.append(target, at, vector, IntStream.range(0, count).toArray(), count);
                at += count;
            }
            target.setValueCount(rows);
            return target;
        } catch (Throwable failure) {
            target.close();
            throw failure;
        }
    }

    /** The rows at the first {@code count} of some positions. */
    static FieldVector pick(FieldVector vector, int[] positions, int count, BufferAllocator allocator) {
        FieldVector target = empty(vector, count, allocator);
        try {
            RowCopy.append(target, 0, vector, positions, count);
            target.setValueCount(count);
            return target;
        } catch (Throwable failure) {
            target.close();
            throw failure;
        }
    }

    private static FieldVector empty(FieldVector like, int rows, BufferAllocator allocator) {
        FieldVector vector = like.getField().createVector(allocator);
        try {
            vector.setInitialCapacity(rows);
            vector.allocateNew();
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }
}
