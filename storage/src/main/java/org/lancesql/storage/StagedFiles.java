package org.lancesql.storage;

/** Files with new rows of a table that no version names: input to {@link TableStore#commit}, which forces them to disk. */
public interface StagedFiles {
    /** Version that the rows were made against. */
    TableVersion base();

    /** Rows in the files; 0 means that there are no files. */
    long rowCount();

    /**
     * The same rows with the ids that rows of the base have, which must be removed in the same commit. They get new ids
     * all the same when the table has an index by the time of the commit.
     *
     * @param ids one for each row, in order, of a table with stable row ids
     * @throws IllegalArgumentException when there are too few or too many, or one of them twice
     */
    StagedFiles withRowIds(long[] ids);

    /**
     * The same rows, which get new ids, and which rows of the base each of them takes the place of: where the one is taken
     * back the other returns.
     *
     * @param ids one for each row, in order: {@link RowColumns#ID} in the base
     * @throws IllegalArgumentException when there are too few or too many, or one of them twice
     */
    StagedFiles replacing(long[] ids);
}
