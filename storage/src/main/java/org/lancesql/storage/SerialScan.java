package org.lancesql.storage;

import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Scans one after the other, each opened when the one before has ended. */
final class SerialScan implements BatchReader {
    private final List<Supplier<BatchReader>> scans;
    private final Schema schema;
    private BatchReader current;
    private int opened = 1;

    /** Scans of the same columns, at least one; the first is opened now. */
    SerialScan(List<Supplier<BatchReader>> scans) {
        this.scans = List.copyOf(scans);
        this.current = scans.get(0).get();
        this.schema = current.schema();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        VectorSchemaRoot batch = current.next();
        while (batch == null && opened < scans.size()) {
            current.close();
            current = scans.get(opened++).get();
            batch = current.next();
        }
        return batch;
    }

    @Override
    public void close() {
        current.close();
    }
}
