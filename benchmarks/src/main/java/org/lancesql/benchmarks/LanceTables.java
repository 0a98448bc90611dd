package org.lancesql.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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

    /** A scan of some columns with one scanner, as fragments that are named are read by one. */
    BatchReader scan(TableHandle table, List<String> columns) {
        List<Integer> fragments =
                table.fragments().stream().map(TableHandle.FragmentInfo::id).toList();
        return table.scan(new ScanRequest(columns, null, OptionalLong.empty(), 0, List.of(), fragments), allocator);
    }

    /** A scan of some columns as queries open it: with several scanners where there are several fragments. */
    BatchReader scanSideBySide(TableHandle table, List<String> columns) {
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
