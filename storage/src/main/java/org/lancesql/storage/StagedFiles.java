package org.lancesql.storage;

/** Files with new rows of a table, durable and not visible: input to {@link TableStore#commit}. */
public interface StagedFiles {
    /** Version that the rows were made against. */
    TableVersion base();

    /** Rows in the files; 0 means that there are no files. */
    long rowCount();

    /**
     * The same rows with the ids that rows of the base have.
     *
     * @param ids one for each row, in order
     */
    StagedFiles withRowIds(long[] ids);
}
