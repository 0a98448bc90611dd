package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;

/** Batches that change hands. */
final class Batches {
    private Batches() {}

    /** Moves the vectors of a batch that is borrowed into one that the caller owns and closes. */
    static VectorSchemaRoot transfer(VectorSchemaRoot batch, BufferAllocator allocator) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (FieldVector vector : batch.getFieldVectors()) {
                TransferPair pair = vector.getTransferPair(vector.getField(), allocator);
                vectors.add((FieldVector) pair.getTo());
                pair.transfer();
            }
        } catch (Throwable e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
        return new VectorSchemaRoot(batch.getSchema(), vectors, batch.getRowCount());
    }
}
