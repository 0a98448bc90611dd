package org.lancesql.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.lancesql.jdbc.demo.TpchLoader;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

/** The eight tables, opened below SQL, for those who only read them. */
final class LanceTables implements AutoCloseable {
    private final ArrowMemory memory = ArrowMemory.withLimit(Long.MAX_VALUE);
    private final TableStore store;
    private final BufferAllocator allocator;
    private final List<TableHandle> tables = new ArrayList<>();

    LanceTables(Path directory) {
        store = TableStore.open(DatabaseRoot.existing(directory), true, memory);
        allocator = memory.newChild("scans");
        for (String name : TpchLoader.tableNames()) {
            tables.add(store.open(new TableVersion(name, store.latestVersion(name))));
        }
    }

    List<TableHandle> all() {
        return tables;
    }

    BufferAllocator allocator() {
        return allocator;
    }

    /** A scan of some columns, with one scanner. */
    BatchReader scan(TableHandle table, List<String> columns) {
        return table.scan(ScanRequest.of(columns), allocator);
    }

    @Override
    public void close() {
        tables.forEach(TableHandle::close);
        allocator.close();
        store.close();
        memory.close();
    }
}
