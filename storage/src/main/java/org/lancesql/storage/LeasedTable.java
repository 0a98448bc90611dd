package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;

/** A lease on an {@link OpenDataset}. */
final class LeasedTable implements TableHandle {
    private final TableVersion version;
    private final OpenDataset dataset;
    private final HandleCache cache;
    private final ColumnCache columns;
    private final ScanThreads threads;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable ReadReport report;

    LeasedTable(
            TableVersion version, OpenDataset dataset, HandleCache cache, ColumnCache columns, ScanThreads threads) {
        this.version = version;
        this.dataset = dataset;
        this.cache = cache;
        this.columns = columns;
        this.threads = threads;
    }

    OpenDataset dataset() {
        if (closed.get()) {
            throw new IllegalStateException("The handle of table " + version.table() + " is closed");
        }
        return dataset;
    }

    @Override
    public TableVersion tableVersion() {
        return version;
    }

    @Override
    public Schema schema() {
        return OpenDataset.calling(problem(), dataset()::schema);
    }

    @Override
    public Map<String, String> metadata() {
        return OpenDataset.calling(problem(), dataset()::metadata);
    }

    @Override
    public boolean hasStableRowIds() {
        return OpenDataset.calling(problem(), dataset().dataset()::hasStableRowIds);
    }

    @Override
    public long rowCount() {
        return OpenDataset.calling(problem(), dataset()::rowCount);
    }

    List<FragmentMetadata> fragmentMetadata() {
        return OpenDataset.calling(problem(), dataset()::fragments);
    }

    @Override
    public List<FragmentInfo> fragments() {
        return fragmentMetadata().stream()
                .map(fragment -> new FragmentInfo(
                        fragment.getId(),
                        fragment.getNumRows(),
                        fragment.getFiles().stream().map(DataFile::getPath).toList(),
                        deletions(fragment.getDeletionFile())))
                .toList();
    }

    private static String deletions(@Nullable DeletionFile file) {
        return file == null ? "" : file.getReadVersion() + "-" + file.getId();
    }

    @Override
    public List<TableIndex> indexes() {
        return OpenDataset.calling(problem(), dataset()::indexes);
    }

    @Override
    public long count(Predicate predicate) {
        return LanceScan.count(version, dataset(), predicate, cache.allocator());
    }

    @Override
    public void reportTo(ReadReport newReport) {
        report = newReport;
    }

    @Override
    public BatchReader scan(ScanRequest request, BufferAllocator allocator) {
        if (request.limit().orElse(1) == 0) {
            return NoRows.of(schema(), request.columns());
        }
        List<List<Integer>> runs =
                isWhole(request) && isCostly(request.columns()) ? ParallelScan.runs(fragments()) : List.of();
        if (runs.size() < 2) {
            return scanOnce(request, allocator);
        }
        List<Supplier<BatchReader>> scans = new ArrayList<>();
        runs.forEach(run -> scans.add(() -> scanOnce(request.withFragments(run), allocator)));
        return new ParallelScan(scans, allocator, threads);
    }

    @Override
    public boolean isBetterWhole(ScanRequest request, List<String> names) {
        if (!request.fragments().isEmpty() || !columns.serves(cache.allocator())) {
            return false;
        }
        WholeColumns whole = wholeColumns(names);
        return whole != null && new MemoryChoice(dataset(), columns).isBetterWhole(request, whole);
    }

    @Override
    public BatchReader scanWhole(List<String> names, BufferAllocator allocator) {
        WholeColumns whole = columns.serves(allocator) ? wholeColumns(names) : null;
        return whole == null
                ? scan(ScanRequest.of(names), allocator)
                : whole.open(request -> scanOnce(request, allocator), isCostly(names), allocator, threads, report);
    }

    @Override
    public BatchReader take(long[] addresses, List<String> names, BufferAllocator allocator) {
        return RowTake.open(
                version, dataset(), addresses, names, fragment -> addressesOf(fragment, allocator), allocator);
    }

    /** The addresses of the live rows of a fragment. */
    private long[] addressesOf(int fragment, BufferAllocator allocator) {
        ScanRequest request = ScanRequest.of(List.of(RowColumns.ADDRESS)).withFragments(List.of(fragment));
        LongStream.Builder addresses = LongStream.builder();
        try (BatchReader reader = scanOnce(request, allocator)) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                BigIntVector found = (BigIntVector) batch.getVector(RowColumns.ADDRESS);
                for (int row = 0; row < batch.getRowCount(); row++) {
                    addresses.add(found.get(row));
                }
            }
        }
        return addresses.build().toArray();
    }

    @Override
    public double valueBytes(String column) {
        return OpenDataset.calling(problem(), () -> ColumnKeys.width(dataset(), schema().findField(column)));
    }

    private @Nullable WholeColumns wholeColumns(List<String> names) {
        OpenDataset lent = dataset();
        try {
            return WholeColumns.of(version, lent, columns, names);
        } catch (RuntimeException e) {
            throw LanceErrors.translate(problem(), e);
        }
    }

    /** Whether every fragment has to be read from its first row to its last. */
    private boolean isWhole(ScanRequest request) {
        return request.fragments().isEmpty()
                && request.order().isEmpty()
                && request.limit().isEmpty()
                && request.offset() == 0
                && (request.predicate() == null || indexes().isEmpty());
    }

    /** Whether a column has values of no fixed width: numbers are decoded so fast that one scanner does as well. */
    private boolean isCostly(List<String> names) {
        Schema schema = schema();
        return names.stream()
                .map(column -> RowColumns.find(schema, column).getType().getTypeID())
                .anyMatch(type -> switch (type) {
                    case Utf8, LargeUtf8, Binary, LargeBinary, List, LargeList, FixedSizeList, Struct, Map -> true;
                    default -> false;
                });
    }

    private BatchReader scanOnce(ScanRequest request, BufferAllocator allocator) {
        OpenDataset lent = dataset();
        cache.lendAgain(lent);
        BatchReader scan;
        try {
            scan = LanceScan.open(version, lent, () -> cache.release(lent), request, allocator);
        } catch (RuntimeException e) {
            cache.release(lent);
            throw e;
        }
        ReadReport told = report;
        if (told != null) {
            tell(told, request, lent);
        }
        return scan;
    }

    private static void tell(ReadReport report, ScanRequest request, OpenDataset read) {
        int fragments = request.fragments().isEmpty()
                ? read.fragments().size()
                : request.fragments().size();
        long columns = request.columns().stream()
                .filter(column -> !RowColumns.isOne(column))
                .count();
        Predicate predicate = request.predicate();
        Set<String> indexes = predicate == null ? Set.of() : IndexUse.serving(predicate, read.indexes());
        report.addScan(fragments, (int) columns, predicate, indexes);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            cache.release(dataset);
        }
    }

    private String problem() {
        return "Table " + version.table() + " cannot be read at version " + version.version();
    }
}
