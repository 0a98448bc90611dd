package org.lancesql.mutation;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** What one statement does to the rows of one table, pulled batch by batch, so that it never all sits in memory. */
public interface ChangeSource {
    /** The columns of added rows: equal in name, order and type to the table's. */
    Schema schema();

    /**
     * Fills {@code added} with the next rows to add and tells {@code removal} the next rows to remove, either of which may
     * be none. May be called on another thread than the one that hands the source over, never on two at a time.
     *
     * @param added empty, of {@link #schema}; its vectors need to be allocated, and its row count set
     * @return whether there was anything; false at the end
     */
    boolean load(VectorSchemaRoot added, Removal removal);

    /**
     * Whether the statement decides by the keys that are there what to do with a row. A key that others add before the
     * commit is then a conflict, which running it again resolves, and no violation.
     */
    default boolean decidesByKeys() {
        return false;
    }

    /** Takes the rows that a statement removes. */
    interface Removal {
        /**
         * Removes a row that goes for good.
         *
         * @param address where the statement has read it: {@link org.lancesql.storage.RowColumns#ADDRESS}
         * @return whether it was still there; false when this statement has removed it before
         */
        boolean delete(long address);

        /**
         * Removes a row whose next form is the next one among the added rows of the batch, so that it may keep its id.
         * Either each added row of a batch has one of these or none has.
         *
         * @param id of the row; -1 for one that has none yet
         * @return whether it was still there; when it was not, no row of the batch takes its place
         */
        boolean replace(long address, long id);
    }
}
