package org.lancesql.storage;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows on their way into a table: batches that are pulled while files are written, so that they never all sit in memory. */
public interface BatchSource {
    /** The columns of the rows, equal in name, order and type to the table's. */
    Schema schema();

    /**
     * Fills {@code root}, which has {@link #schema}, with the next rows.
     *
     * @return whether there were any
     */
    boolean load(VectorSchemaRoot root);
}
