package org.lancesql.mutation;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.RowSet;

/**
 * What a transaction has changed in one table, up to one of its statements. Immutable: a statement or an open cursor that
 * holds one never sees what comes later. Whoever was handed one closes it; the memory of added rows is freed with the last.
 */
public interface TableChanges extends AutoCloseable {
    /** Version that they are made against. */
    long base();

    /** Rows of the base that are gone. */
    RowSet removed();

    /** Added rows that are still there. */
    long addedRows();

    /**
     * The added rows that are still there.
     *
     * @param columns names of columns of the table, or of {@link org.lancesql.storage.RowColumns}; addresses are negative,
     *     and no row of the base has one of them; ids are -1 for rows that have none yet
     */
    BatchReader read(List<String> columns, BufferAllocator allocator);

    @Override
    void close();
}
