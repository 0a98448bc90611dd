package org.lancesql.mutation;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.mutation.pending.PendingRows;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.RowSet;

/** A share of a state, given back once. */
final class ChangesLease implements TableChanges {
    private final long base;
    private final Schema schema;
    private final PendingRows rows;
    private final AtomicBoolean closed = new AtomicBoolean();

    ChangesLease(long base, Schema schema, PendingRows rows) {
        this.base = base;
        this.schema = schema;
        this.rows = rows.retain();
    }

    @Override
    public long base() {
        return base;
    }

    @Override
    public RowSet removed() {
        return rows.removed();
    }

    @Override
    public long addedRows() {
        return rows.addedRows();
    }

    @Override
    public BatchReader read(List<String> columns, BufferAllocator allocator) {
        if (closed.get()) {
            throw new IllegalStateException("the changes are closed");
        }
        return rows.read(schema, columns, allocator);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            rows.release();
        }
    }
}
