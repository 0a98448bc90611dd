package org.lancesql.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.ipc.ColumnOrdering;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** A running scan of Lance. */
final class LanceScan implements BatchReader {
    private static final int MANY_COLUMNS = 100;
    private static final double NEARLY_ALL = 0.9;
    private static final int ROWS_OF_LOOKUP = 1_024;

    private final TableVersion version;
    private final OpenDataset dataset;
    private final LanceScanner scanner;
    private final ArrowReader reader;
    private final Runnable release;
    private final ScanColumns columns;
    private final @Nullable Predicate predicate;
    private boolean closed;

    private LanceScan(
            TableVersion version,
            OpenDataset dataset,
            LanceScanner scanner,
            ArrowReader reader,
            Runnable release,
            ScanColumns columns,
            @Nullable Predicate predicate) {
        this.version = version;
        this.dataset = dataset;
        this.scanner = scanner;
        this.reader = reader;
        this.release = release;
        this.columns = columns;
        this.predicate = predicate;
    }

    /** @param release called once, when the scan is closed; not called when opening fails */
    static LanceScan open(
            TableVersion version,
            OpenDataset dataset,
            Runnable release,
            ScanRequest request,
            BufferAllocator allocator) {
        LanceScanner scanner = null;
        ArrowReader reader = null;
        try {
            List<Field> columns = columns(version, dataset, request.columns());
            scanner = LanceScanner.create(dataset.dataset(), options(dataset, request), allocator);
            reader = scanner.scanBatches();
            return new LanceScan(
                    version,
                    dataset,
                    scanner,
                    reader,
                    release,
                    new ScanColumns(dataset.dataset(), reader, columns, allocator),
                    request.predicate());
        } catch (Exception e) {
            closeQuietly(reader, e);
            closeQuietly(scanner, e);
            throw failure(version, dataset, request.predicate(), e);
        }
    }

    static List<Field> columns(TableVersion version, OpenDataset dataset, List<String> names) {
        Map<String, Field> fields = new HashMap<>();
        dataset.schema().getFields().forEach(field -> fields.put(field.getName(), field));
        List<Field> columns = new ArrayList<>();
        for (String name : names) {
            requireAddressable(version, name);
            Field field = RowColumns.isOne(name) ? RowColumns.find(dataset.schema(), name) : fields.get(name);
            if (field == null) {
                throw new IllegalArgumentException("There is no column " + name);
            }
            String reason = field.getMetadata().get(FieldMetadata.UNREADABLE);
            if (reason != null) {
                throw new StorageException(
                        StorageException.Reason.UNSUPPORTED_TYPE,
                        "Column " + name + " of table " + version.table() + " cannot be read: " + reason + ".");
            }
            columns.add(field);
        }
        return columns;
    }

    /** Number of rows that satisfy a condition. */
    static long count(TableVersion version, OpenDataset dataset, Predicate predicate, BufferAllocator allocator) {
        ScanOptions options =
                options(dataset, new ScanRequest(List.of(), predicate, OptionalLong.empty(), 0, List.of(), List.of()));
        try (LanceScanner scanner = LanceScanner.create(dataset.dataset(), options, allocator)) {
            return scanner.countRows();
        } catch (Exception e) {
            throw failure(version, dataset, predicate, e);
        }
    }

    private static void requireAddressable(TableVersion version, String column) {
        if (!ColumnNames.isAddressable(column)) {
            throw new StorageException(
                    StorageException.Reason.INVALID_NAME,
                    "Column \"" + column + "\" of table " + version.table()
                            + " cannot be read: Lance has no way to name it.");
        }
    }

    private static ScanOptions options(OpenDataset dataset, ScanRequest request) {
        boolean withBlobs = dataset.hasBlobs(request.columns());
        ScanOptions.Builder options = new ScanOptions.Builder()
                .batchSize(batchRows(dataset, request, withBlobs))
                .withRowId(withBlobs || request.columns().contains(RowColumns.ID))
                .withRowAddress(request.columns().contains(RowColumns.ADDRESS));
        // Lance sorts only by columns that it also returns.
        Set<String> columns = new LinkedHashSet<>(request.columns());
        columns.removeIf(RowColumns::isOne);
        request.order().forEach(key -> columns.add(key.column()));
        if (!isNearlyAll(columns.size(), dataset)) {
            options.columns(List.copyOf(columns));
        }
        Predicate predicate = request.predicate();
        if (predicate != null) {
            options.filter(PredicateSql.render(predicate));
            options.useScalarIndex(IndexSafety.isSafe(predicate, dataset.indexes()));
        }
        request.limit().ifPresent(options::limit);
        if (request.offset() > 0) {
            options.offset(request.offset());
        }
        if (!request.fragments().isEmpty()) {
            options.fragmentIds(request.fragments());
        }
        if (!request.order().isEmpty()) {
            options.setColumnOrderings(
                    request.order().stream().map(LanceScan::ordering).toList());
        }
        return options.build();
    }

    /** Lance makes room for whole batches, which costs as much as looking one row up. */
    private static int batchRows(OpenDataset dataset, ScanRequest request, boolean withBlobs) {
        int rows = dataset.batchRows(withBlobs);
        Predicate predicate = request.predicate();
        return predicate != null && IndexUse.isLookup(predicate, dataset.indexes())
                ? Math.min(rows, ROWS_OF_LOOKUP)
                : rows;
    }

    /**
     * Whether to let Lance return every column. The time it takes to look up columns by name grows with the square of
     * their number: 600 of them take seconds with a filter, all of them without names take none.
     */
    private static boolean isNearlyAll(int columns, OpenDataset dataset) {
        return columns >= MANY_COLUMNS
                && columns >= dataset.schema().getFields().size() * NEARLY_ALL
                && dataset.isReadable();
    }

    private static ColumnOrdering ordering(ScanRequest.SortKey key) {
        ColumnNames.requireAddressable(key.column());
        ColumnOrdering.Builder ordering = new ColumnOrdering.Builder();
        ordering.setColumnName(key.column());
        ordering.setAscending(key.ascending());
        ordering.setNullFirst(key.nullsFirst());
        return ordering.build();
    }

    @Override
    public Schema schema() {
        return columns.schema();
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        try {
            if (!reader.loadNextBatch()) {
                return null;
            }
            return columns.decode(reader.getVectorSchemaRoot());
        } catch (Exception e) {
            throw failure(version, dataset, predicate, e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        columns.release();
        RuntimeException failure = null;
        try {
            reader.close();
        } catch (Exception e) {
            failure = failure(version, dataset, predicate, e);
        }
        try {
            scanner.close();
        } catch (Exception e) {
            failure = failure == null ? failure(version, dataset, predicate, e) : failure;
        }
        release.run();
        if (failure != null) {
            throw failure;
        }
    }

    static RuntimeException failure(
            TableVersion version, OpenDataset dataset, @Nullable Predicate predicate, Exception e) {
        OpenDataset.Key key = dataset.key();
        if (!dataset.identity().equals(ManifestIdentity.of(key.directory(), key.version()))) {
            return new StorageException(
                    StorageException.Reason.VERSION_REMOVED,
                    "Version " + version.version() + " of table " + version.tableAndBranch()
                            + " was removed while it was read: somebody cleaned up old versions, or dropped the table;"
                            + " read a newer version, or name the one to be kept with a tag.",
                    e);
        }
        if (e instanceof IllegalArgumentException mistake && LanceErrors.reason(e) == StorageException.Reason.IO) {
            return mistake; // a request that makes no sense
        }
        return LanceErrors.translate(
                "Table " + version.table() + " cannot be read at version " + version.version()
                        + through(dataset, predicate),
                e);
    }

    /** The indexes that the rows were looked up in, which may be what is damaged. */
    private static String through(OpenDataset dataset, @Nullable Predicate predicate) {
        if (predicate == null) {
            return "";
        }
        try {
            Set<String> indexes = IndexUse.serving(predicate, dataset.indexes());
            return indexes.isEmpty() ? "" : " through index " + String.join(", ", new TreeSet<>(indexes));
        } catch (RuntimeException e) {
            return ""; // the failure at hand is what matters
        }
    }

    static void closeQuietly(@Nullable AutoCloseable closeable, Exception because) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception e) {
            because.addSuppressed(e);
        }
    }
}
