package org.lancesql.benchmarks;

import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;

/** The plain Lance SDK. */
final class PlainChanger implements Changer {
    private final PlainTable table;
    private final Path source;
    private final BufferAllocator allocator;

    PlainChanger(Path table, Path source, BufferAllocator allocator, boolean isForced) {
        this.table = new PlainTable(table, allocator, isForced);
        this.source = source;
        this.allocator = allocator;
    }

    @Override
    public void insertRow(long id) throws Exception {
        insertRows(id, 1, 1);
    }

    @Override
    public void insertRows(long first, long count, int batchRows) throws Exception {
        try (MadeRows rows = new MadeRows(allocator, first, count, batchRows)) {
            table.append(rows);
        }
    }

    @Override
    public void insertFromSource() {
        table.appendAll(source);
    }

    @Override
    public void update(String condition) {
        table.update(condition);
    }

    @Override
    public void delete(String condition) {
        table.delete(condition);
    }

    @Override
    public void close() {
        table.close();
    }
}
