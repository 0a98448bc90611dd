package org.lancesql.benchmarks;

/** One way to change a table; each call is one commit, but for {@link #insertRows}. */
interface Changer extends AutoCloseable {
    /** Adds one row. */
    void insertRow(long id) throws Exception;

    /** Adds rows in batches of some size, in one commit. */
    void insertRows(long first, long count, int batchRows) throws Exception;

    /** Adds the rows of the table {@code source}. */
    void insertFromSource() throws Exception;

    /** Sets n to n + 1 where a condition is true. */
    void update(String condition) throws Exception;

    void delete(String condition) throws Exception;

    @Override
    void close() throws Exception;
}
