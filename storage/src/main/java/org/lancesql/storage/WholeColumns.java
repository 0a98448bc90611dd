package org.lancesql.storage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;

/** Some columns of a version, to be read whole and kept in the {@link ColumnCache}. */
final class WholeColumns {
    private final TableVersion version;
    private final OpenDataset dataset;
    private final ColumnCache cache;
    private final List<ColumnKeys> columns;
    private final Schema schema;

    private WholeColumns(TableVersion version, OpenDataset dataset, ColumnCache cache, List<ColumnKeys> columns) {
        this.version = version;
        this.dataset = dataset;
        this.cache = cache;
        this.columns = columns;
        this.schema = new Schema(columns.stream().map(ColumnKeys::field).toList());
    }

    /** Null when one of the columns cannot be kept. */
    static @Nullable WholeColumns of(TableVersion version, OpenDataset dataset, ColumnCache cache, List<String> names) {
        List<ColumnKeys> columns = new ArrayList<>();
        for (String name : names) {
            ColumnKeys keys = dataset.columnKeys(name);
            if (keys == null) {
                return null;
            }
            columns.add(keys);
        }
        return new WholeColumns(version, dataset, cache, columns);
    }

    ColumnCache cache() {
        return cache;
    }

    List<ColumnKeys> columns() {
        return columns;
    }

    Schema schema() {
        return schema;
    }

    List<FragmentMetadata> fragments() {
        return dataset.fragments();
    }

    int batchRows() {
        return dataset.batchRows(false);
    }

    /** Which columns of a fragment are not in memory. */
    private BitSet missing(int fragment) {
        BitSet missing = new BitSet();
        for (int i = 0; i < columns.size(); i++) {
            if (!cache.contains(columns.get(i).fragments().get(fragment))) {
                missing.set(i);
            }
        }
        return missing;
    }

    /** Bytes that would have to be read into memory: 0 when all is there, a guess where it is not. */
    double missingBytes() {
        double bytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            ColumnKeys column = columns.get(i);
            long rows = 0;
            for (int fragment = 0; fragment < fragments().size(); fragment++) {
                if (!cache.contains(column.fragments().get(fragment))) {
                    rows += fragments().get(fragment).getNumRows();
                }
            }
            bytes += rows == 0 ? 0 : rows * ColumnKeys.width(dataset, column.field());
        }
        return bytes;
    }

    /**
     * Opens a scan of all rows.
     *
     * @param scan opens a scan of Lance
     * @param sideBySide whether what is missing is read by several of them
     * @param report counts what is in memory; null if nobody asks
     */
    BatchReader open(
            Function<ScanRequest, BatchReader> scan,
            boolean sideBySide,
            BufferAllocator allocator,
            ScanThreads threads,
            @Nullable ReadReport report) {
        List<Supplier<BatchReader>> runs =
                runs(sideBySide ? ParallelScan.RUN_ROWS : Long.MAX_VALUE, scan, allocator, report);
        if (runs.isEmpty()) {
            return new NoRows(schema);
        } else if (runs.size() == 1) {
            return runs.get(0).get();
        }
        return sideBySide ? new ParallelScan(runs, allocator, threads) : new SerialScan(runs);
    }

    /** Runs of fragments of which the same columns are missing. */
    private List<Supplier<BatchReader>> runs(
            long mostRows,
            Function<ScanRequest, BatchReader> scan,
            BufferAllocator allocator,
            @Nullable ReadReport report) {
        List<Supplier<BatchReader>> runs = new ArrayList<>();
        int count = fragments().size();
        for (int first = 0; first < count; ) {
            BitSet missing = missing(first);
            long rows = fragments().get(first).getNumRows();
            int end = first + 1;
            while (end < count
                    && (missing.isEmpty() || rows < mostRows)
                    && missing(end).equals(missing)) {
                rows += fragments().get(end).getNumRows();
                end++;
            }
            int from = first;
            int to = end;
            runs.add(() -> {
                CachedScan opened = new CachedScan(this, from, to, scan, allocator);
                if (report != null) {
                    opened.tell(report);
                }
                return opened;
            });
            first = end;
        }
        return runs;
    }

    StorageException otherRows() {
        return new StorageException(
                StorageException.Reason.DAMAGED,
                "Table " + version.table() + " cannot be read at version " + version.version()
                        + ": its files have other numbers of rows than the version says.");
    }
}
