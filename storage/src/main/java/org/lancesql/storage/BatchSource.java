package org.lancesql.storage;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows on their way into a table: batches that are pulled while files are written, so that they never all sit in memory. */
public interface BatchSource {
    /** The columns of the rows, equal in name, order and type to the table's. */
    Schema schema();

    /**
     * Fills {@code root}, which has {@link #schema}, with the next rows. May be called on another thread than the
     * one that hands the source over, never on two at a time. What it throws reaches the caller of the store as it is.
     *
     * @param root empty; its vectors need to be allocated, and its row count set
     * @return whether there were any; {@code root} is not looked at otherwise
     */
    boolean load(VectorSchemaRoot root);
}
