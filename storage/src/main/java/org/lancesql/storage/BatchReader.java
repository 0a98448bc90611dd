package org.lancesql.storage;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A stream of Arrow batches out of one table version, in the types of {@link TableHandle#schema}. */
public interface BatchReader extends AutoCloseable {
    Schema schema();

    /**
     * The next batch or null at the end. Its vectors may be transferred away; what is left of it is overwritten or
     * freed by the next call and by {@link #close}. Their memory may be shared: nobody writes to it.
     *
     * @throws StorageException when the table's files cannot be read
     */
    @Nullable VectorSchemaRoot next();

    @Override
    void close();
}
