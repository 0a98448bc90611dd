package org.lancesql.storage;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of an older version of a table in the columns of a newer one; columns that they do not know are null. */
final class ReturningRows implements BatchSource, AutoCloseable {
    /** Rows asked for at a time at the most. */
    private static final int ROWS = 4096;

    private final LeasedTable base;
    private final Schema schema;
    private final SharedColumns columns;
    private final List<Long> ids;
    private final BufferAllocator allocator;
    private final LongStream.Builder written = LongStream.builder();
    private final int batchRows;
    private int next;
    private @Nullable BatchReader reader;

    /** @param ids of the rows in the older version */
    ReturningRows(
            LeasedTable base, LeasedTable head, SharedColumns columns, List<Long> ids, BufferAllocator allocator) {
        this.base = base;
        this.schema = head.schema();
        this.columns = columns;
        this.ids = List.copyOf(ids);
        this.allocator = allocator;
        this.batchRows = Math.min(ROWS, base.dataset().batchRows(true));
    }

    /** The ids of the rows that were loaded, in that order. */
    long[] written() {
        return written.build().toArray();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean load(VectorSchemaRoot root) {
        VectorSchemaRoot batch = next();
        if (batch == null) {
            return false;
        }
        BigIntVector rowIds = (BigIntVector) batch.getVector(0);
        for (int row = 0; row < batch.getRowCount(); row++) {
            written.add(rowIds.get(row));
        }
        for (Field field : schema.getFields()) {
            FieldVector target = root.getVector(field.getName());
            String name = columns.baseOf(field.getName());
            if (name == null) {
                target.setInitialCapacity(batch.getRowCount());
                target.allocateNew();
                target.setValueCount(batch.getRowCount());
            } else {
                batch.getVector(name).makeTransferPair(target).transfer();
            }
        }
        root.setRowCount(batch.getRowCount());
        return true;
    }

    private @Nullable VectorSchemaRoot next() {
        while (true) {
            BatchReader current = reader;
            VectorSchemaRoot batch = current == null ? null : current.next();
            if (batch != null) {
                return batch;
            }
            close();
            if (next == ids.size()) {
                return null;
            }
            int end = Math.min(ids.size(), next + batchRows);
            reader = base.scan(ComparedRows.request(columns.base(), ids.subList(next, end)), allocator);
            next = end;
        }
    }

    @Override
    public void close() {
        BatchReader current = reader;
        reader = null;
        if (current != null) {
            current.close();
        }
    }
}
