package org.lancesql.benchmarks;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rows of a scan, handed over without a copy; closing it does not close the scan, as a second time would fail. */
class ScannedRows extends ArrowReader {
    private final ArrowReader scan;

    /** @param scan stays the caller's */
    ScannedRows(ArrowReader scan, BufferAllocator allocator) {
        super(allocator);
        this.scan = scan;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        if (!scan.loadNextBatch()) {
            return false;
        }
        VectorSchemaRoot batch = scan.getVectorSchemaRoot();
        see(batch);
        VectorSchemaRoot root = getVectorSchemaRoot();
        root.clear();
        for (FieldVector column : root.getFieldVectors()) {
            transfer(batch.getVector(column.getName()), column, batch.getRowCount());
        }
        root.setRowCount(batch.getRowCount());
        return true;
    }

    /** Sees each batch before it is handed over. */
    void see(VectorSchemaRoot batch) {}

    void transfer(FieldVector source, FieldVector target, int count) {
        source.makeTransferPair(target).transfer();
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        // The scan is the caller's.
    }

    @Override
    protected Schema readSchema() {
        return MadeRows.SCHEMA;
    }
}
