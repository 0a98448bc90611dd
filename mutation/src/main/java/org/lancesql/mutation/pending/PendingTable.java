package org.lancesql.mutation.pending;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.StagedFiles;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;

/** What the pending rows of one table in one transaction have in common. Borrows all it is made of. */
public final class PendingTable {
    /** Rows of one statement beyond this go to files at once, so that encoding them overlaps with computing the next. */
    private static final long MANY_BYTES = 8L << 20;

    private final TableStore store;
    private final TableHandle base;
    private final Schema schema;
    private final boolean keepsIds;
    private final BufferAllocator memory;
    private final long budgetBytes;
    private final AtomicInteger chunks = new AtomicInteger();

    /**
     * A table without pending rows.
     *
     * @param base version that they will be made against
     * @param memory owner of rows in memory
     * @param budgetBytes memory that the rows may take about, beyond which they go to files
     */
    public PendingTable(TableStore store, TableHandle base, BufferAllocator memory, long budgetBytes) {
        this.store = requireNonNull(store, "store is null");
        this.base = requireNonNull(base, "base is null");
        this.schema = base.schema();
        // Ids that are kept break Lance's own maintenance of indexes and its merges on indexed columns.
        this.keepsIds = base.hasStableRowIds() && base.indexes().isEmpty();
        this.memory = requireNonNull(memory, "memory is null");
        this.budgetBytes = budgetBytes;
    }

    public TableHandle base() {
        return base;
    }

    public Schema schema() {
        return schema;
    }

    TableStore store() {
        return store;
    }

    boolean keepsIds() {
        return keepsIds;
    }

    BufferAllocator memory() {
        return memory;
    }

    long budgetBytes() {
        return budgetBytes;
    }

    /** Memory that the added rows of one statement may take, beyond which the rest is written as it comes. */
    long statementBytes() {
        return Math.min(MANY_BYTES, budgetBytes);
    }

    int newChunkNumber() {
        return Math.floorMod(chunks.getAndIncrement(), Integer.MAX_VALUE);
    }

    /** @throws StorageException TABLE_NOT_FOUND when the table was dropped */
    StagedFiles stage(BatchSource rows) {
        return store.stage(base, rows);
    }

    /** The same for a thread that nobody waits for: what is forced to disk now is not forced at the commit. */
    StagedFiles stageAhead(BatchSource rows) {
        return store.stageAhead(base, rows);
    }
}
