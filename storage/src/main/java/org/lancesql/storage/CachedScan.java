package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;

/**
 * All rows of some columns in some fragments that follow each other: columns that are in the {@link ColumnCache} in all of
 * them from there, the others from Lance, and into the cache as soon as they are read whole.
 */
final class CachedScan implements BatchReader {
    private final WholeColumns source;
    private final List<FragmentMetadata> fragments;
    private final List<@Nullable CachedColumn[]> held = new ArrayList<>();
    private final List<Integer> missing = new ArrayList<>();
    private final BufferAllocator allocator;
    private final @Nullable BatchCutter read;
    private final ColumnLoad load;
    private @Nullable VectorSchemaRoot lent;
    private int fragment;
    private int chunk;
    private long rowsTaken;
    private boolean closed;

    /**
     * @param from number of the first fragment
     * @param to number of the fragment behind the last
     * @param scan opens a scan of Lance
     */
    CachedScan(
            WholeColumns source, int from, int to, Function<ScanRequest, BatchReader> scan, BufferAllocator allocator) {
        this.source = source;
        this.fragments = source.fragments().subList(from, to);
        this.allocator = allocator;
        boolean opened = false;
        try {
            for (int i = from; i < to; i++) {
                held.add(hold(i));
            }
            for (int column = 0; column < source.columns().size(); column++) {
                if (!isHeld(column)) {
                    missing.add(column);
                }
            }
            this.load = new ColumnLoad(
                    source.cache(), missing.stream().map(source.columns()::get).toList(), from, fragments.size());
            this.read = missing.isEmpty() ? null : new BatchCutter(scan.apply(request()), allocator);
            opened = true;
        } finally {
            if (!opened) {
                release();
            }
        }
    }

    private @Nullable CachedColumn[] hold(int number) {
        @Nullable CachedColumn[] columns = new CachedColumn[source.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = source.cache().get(source.columns().get(i).fragments().get(number));
        }
        return columns;
    }

    private boolean isHeld(int column) {
        return held.stream().allMatch(columns -> columns[column] != null);
    }

    /** Counts what it has in memory. */
    void tell(ReadReport report) {
        int columns = source.columns().size() - missing.size();
        report.addMemory(missing.isEmpty() ? fragments.size() : 0, columns * fragments.size());
    }

    private ScanRequest request() {
        return ScanRequest.of(missing.stream()
                        .map(column -> source.columns().get(column).field().getName())
                        .toList())
                .withFragments(fragments.stream().map(FragmentMetadata::getId).toList());
    }

    @Override
    public Schema schema() {
        return source.schema();
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        giveBack();
        while (fragment < fragments.size()
                && rowsTaken == fragments.get(fragment).getNumRows()) {
            fragment++;
            chunk = 0;
            rowsTaken = 0;
        }
        if (fragment == fragments.size()) {
            return null;
        }
        int rows = (int) Math.min(source.batchRows(), fragments.get(fragment).getNumRows() - rowsTaken);
        lent = new VectorSchemaRoot(schema(), columns(rows), rows);
        chunk++;
        rowsTaken += rows;
        if (fragment == fragments.size() - 1
                && rowsTaken == fragments.get(fragment).getNumRows()) {
            finish();
        }
        return lent;
    }

    private List<FieldVector> columns(int rows) {
        List<FieldVector> fresh = read == null ? List.of() : read.next(rows);
        if (fresh == null) {
            throw source.otherRows();
        }
        List<FieldVector> vectors = new ArrayList<>();
        int used = 0;
        try {
            for (int column = 0; column < source.columns().size(); column++) {
                if (used < fresh.size() && missing.get(used) == column) {
                    used++;
                    vectors.add(load.keep(fragment, used - 1, fresh.get(used - 1), allocator));
                } else {
                    vectors.add(cached(column));
                }
            }
            return vectors;
        } catch (Throwable failure) {
            vectors.forEach(FieldVector::close);
            fresh.subList(used, fresh.size()).forEach(FieldVector::close);
            throw failure;
        }
    }

    private FieldVector cached(int column) {
        CachedColumn cached = held.get(fragment)[column];
        if (cached == null) {
            throw new IllegalStateException("Column " + column + " is neither kept nor read");
        }
        return cached.chunk(chunk).lend(source.columns().get(column).field(), allocator);
    }

    /** Only where the rows end is it certain that they were those of their fragments. */
    private void finish() {
        if (read != null && !read.isAtEnd()) {
            throw source.otherRows();
        }
        load.publish();
    }

    private void giveBack() {
        if (lent != null) {
            lent.close();
            lent = null;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        giveBack();
        load.close();
        release();
        if (read != null) {
            read.close();
        }
    }

    private void release() {
        for (@Nullable CachedColumn[] columns : held) {
            for (CachedColumn column : columns) {
                if (column != null) {
                    column.release();
                }
            }
        }
        held.clear();
    }
}
