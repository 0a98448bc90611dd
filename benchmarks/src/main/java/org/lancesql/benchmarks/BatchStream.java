package org.lancesql.benchmarks;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.storage.BatchReader;

/** A scan as Arrow's stream; batches are handed over without a copy. */
final class BatchStream extends ArrowReader {
    private final BatchReader reader;

    /** Takes ownership of {@code reader}. */
    BatchStream(BatchReader reader, BufferAllocator allocator) {
        super(allocator);
        this.reader = reader;
    }

    @Override
    public boolean loadNextBatch() throws java.io.IOException {
        VectorSchemaRoot batch = reader.next();
        if (batch == null) {
            return false;
        }
        try (ArrowRecordBatch buffers = new VectorUnloader(batch).getRecordBatch()) {
            new VectorLoader(getVectorSchemaRoot()).load(buffers);
        }
        return true;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        reader.close();
    }

    @Override
    protected Schema readSchema() {
        return reader.schema();
    }
}
