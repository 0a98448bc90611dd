package org.lancesql.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
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

    private final TableVersion version;
    private final OpenDataset dataset;
    private final LanceScanner scanner;
    private final ArrowReader reader;
    private final Runnable release;
    private final Schema schema;
    private final int[] positions;
    private boolean closed;

    private LanceScan(
            TableVersion version,
            OpenDataset dataset,
            LanceScanner scanner,
            ArrowReader reader,
            Runnable release,
            List<String> columns)
            throws IOException {
        this.version = version;
        this.dataset = dataset;
        this.scanner = scanner;
        this.reader = reader;
        this.release = release;
        List<Field> read = reader.getVectorSchemaRoot().getSchema().getFields();
        this.positions = positions(read, columns);
        List<Field> fields = new ArrayList<>();
        for (int position : positions) {
            fields.add(read.get(position));
        }
        this.schema = new Schema(fields);
    }

    /** @param release called once, when the scan is closed; not called when opening fails */
    static LanceScan open(
            TableVersion version,
            OpenDataset dataset,
            Runnable release,
            ScanRequest request,
            BufferAllocator allocator) {
        request.columns().forEach(column -> requireReadable(version, column));
        LanceScanner scanner = null;
        ArrowReader reader = null;
        try {
            scanner = LanceScanner.create(dataset.dataset(), options(dataset, request), allocator);
            reader = scanner.scanBatches();
            return new LanceScan(version, dataset, scanner, reader, release, request.columns());
        } catch (Exception e) {
            closeQuietly(reader, e);
            closeQuietly(scanner, e);
            throw failure(version, dataset, e);
        }
    }

    /** Number of rows that satisfy a condition. */
    static long count(TableVersion version, OpenDataset dataset, Predicate predicate, BufferAllocator allocator) {
        ScanOptions options =
                options(dataset, new ScanRequest(List.of(), predicate, OptionalLong.empty(), 0, List.of(), List.of()));
        try (LanceScanner scanner = LanceScanner.create(dataset.dataset(), options, allocator)) {
            return scanner.countRows();
        } catch (Exception e) {
            throw failure(version, dataset, e);
        }
    }

    private static void requireReadable(TableVersion version, String column) {
        if (!ColumnNames.isAddressable(column)) {
            throw new StorageException(
                    StorageException.Reason.INVALID_NAME,
                    "Column \"" + column + "\" of table " + version.table()
                            + " cannot be read: Lance has no way to name it.");
        }
    }

    private static ScanOptions options(OpenDataset dataset, ScanRequest request) {
        ScanOptions.Builder options = new ScanOptions.Builder().batchSize(dataset.batchRows());
        // Lance sorts only by columns that it also returns.
        Set<String> columns = new LinkedHashSet<>(request.columns());
        request.order().forEach(key -> columns.add(key.column()));
        if (!isNearlyAll(columns.size(), dataset.schema().getFields().size())) {
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

    /**
     * Whether to let Lance return every column. The time it takes to look up columns by name grows with the square of
     * their number: 600 of them take seconds with a filter, all of them without names take none.
     */
    private static boolean isNearlyAll(int columns, int allColumns) {
        return columns >= MANY_COLUMNS && columns >= allColumns * NEARLY_ALL;
    }

    private static ColumnOrdering ordering(ScanRequest.SortKey key) {
        ColumnNames.requireAddressable(key.column());
        ColumnOrdering.Builder ordering = new ColumnOrdering.Builder();
        ordering.setColumnName(key.column());
        ordering.setAscending(key.ascending());
        ordering.setNullFirst(key.nullsFirst());
        return ordering.build();
    }

    private static int[] positions(List<Field> read, List<String> columns) {
        int[] positions = new int[columns.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = -1;
            for (int j = 0; j < read.size(); j++) {
                if (read.get(j).getName().equals(columns.get(i))) {
                    positions[i] = j;
                }
            }
            if (positions[i] < 0) {
                throw new IllegalArgumentException("There is no column " + columns.get(i));
            }
        }
        return positions;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        try {
            if (!reader.loadNextBatch()) {
                return null;
            }
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            List<FieldVector> vectors = new ArrayList<>(positions.length);
            for (int position : positions) {
                vectors.add(batch.getVector(position));
            }
            return new VectorSchemaRoot(schema, vectors, batch.getRowCount());
        } catch (Exception e) {
            throw failure(version, dataset, e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        RuntimeException failure = null;
        try {
            reader.close();
        } catch (Exception e) {
            failure = failure(version, dataset, e);
        }
        try {
            scanner.close();
        } catch (Exception e) {
            failure = failure == null ? failure(version, dataset, e) : failure;
        }
        release.run();
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException failure(TableVersion version, OpenDataset dataset, Exception e) {
        OpenDataset.Key key = dataset.key();
        if (!dataset.identity().equals(ManifestIdentity.of(key.directory(), key.version()))) {
            return new StorageException(
                    StorageException.Reason.VERSION_NOT_FOUND,
                    "Version " + version.version() + " of table " + version.table() + " was removed while it was read.",
                    e);
        }
        if (e instanceof IllegalArgumentException mistake && LanceErrors.reason(e) == StorageException.Reason.IO) {
            return mistake; // a request that makes no sense
        }
        return LanceErrors.translate("Table " + version.table() + " cannot be read at version " + version.version(), e);
    }

    private static void closeQuietly(@Nullable AutoCloseable closeable, Exception because) {
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
