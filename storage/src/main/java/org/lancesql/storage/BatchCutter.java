package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.arrow.vector.util.VectorAppender;
import org.jspecify.annotations.Nullable;

/** The rows of a scan, in as many at a time as are asked for. */
final class BatchCutter implements AutoCloseable {
    private final BatchReader reader;
    private final BufferAllocator allocator;
    private @Nullable VectorSchemaRoot batch;
    private int taken;

    /** Takes ownership of {@code reader}. */
    BatchCutter(BatchReader reader, BufferAllocator allocator) {
        this.reader = reader;
        this.allocator = allocator;
    }

    /** The columns of the next rows in vectors that the caller closes; null when there are not so many left. */
    @Nullable List<FieldVector> next(int rows) {
        List<List<FieldVector>> pieces = new ArrayList<>();
        try {
            for (int missing = rows; missing > 0; ) {
                VectorSchemaRoot from = current();
                if (from == null) {
                    return null;
                }
                int part = Math.min(missing, from.getRowCount() - taken);
                pieces.add(piece(from, taken, part));
                taken += part;
                missing -= part;
            }
            return pieces.size() == 1 ? pieces.remove(0) : joined(pieces);
        } finally {
            pieces.forEach(piece -> piece.forEach(FieldVector::close));
        }
    }

    boolean isAtEnd() {
        return current() == null;
    }

    private @Nullable VectorSchemaRoot current() {
        while (batch == null || taken == batch.getRowCount()) {
            batch = reader.next();
            taken = 0;
            if (batch == null) {
                return null;
            }
        }
        return batch;
    }

    private List<FieldVector> piece(VectorSchemaRoot from, int first, int rows) {
        List<FieldVector> piece = new ArrayList<>();
        try {
            for (FieldVector vector : from.getFieldVectors()) {
                // By its field, because by its name alone some vectors would lose the metadata of their type.
                TransferPair pair = vector.getTransferPair(vector.getField(), allocator);
                piece.add((FieldVector) pair.getTo());
                if (rows == from.getRowCount()) {
                    pair.transfer();
                } else {
                    pair.splitAndTransfer(first, rows);
                }
            }
            return piece;
        } catch (Throwable failure) {
            piece.forEach(FieldVector::close);
            throw failure;
        }
    }

    private List<FieldVector> joined(List<List<FieldVector>> pieces) {
        List<FieldVector> joined = new ArrayList<>();
        try {
            for (int column = 0; column < pieces.get(0).size(); column++) {
                FieldVector vector = pieces.get(0).get(column).getField().createVector(allocator);
                joined.add(vector);
                vector.allocateNew();
                VectorAppender appender = new VectorAppender(vector);
                for (List<FieldVector> piece : pieces) {
                    piece.get(column).accept(appender, null);
                }
            }
            return joined;
        } catch (Throwable failure) {
            joined.forEach(FieldVector::close);
            throw failure;
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
