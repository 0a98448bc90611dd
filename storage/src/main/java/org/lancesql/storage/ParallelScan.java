package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.TableHandle.FragmentInfo;

/**
 * A scan of several runs of fragments side by side. The batches come in the order of the fragments, as those of one
 * scanner do.
 */
final class ParallelScan implements BatchReader {
    /** Rows of a run at the least: opening a scanner costs as much as reading some ten thousand rows. */
    static final long RUN_ROWS = 1 << 18;

    private final Schema schema;
    private final List<ScanAhead> scans = new ArrayList<>();
    private final int sideBySide;
    private int current;
    private @Nullable VectorSchemaRoot lent;

    /**
     * A scan of at least one run. The first run is opened now, so that a request that makes no sense fails here.
     *
     * @param runs open the scans of the runs
     */
    ParallelScan(List<Supplier<BatchReader>> runs, BufferAllocator allocator, ScanThreads threads) {
        this.sideBySide = threads.count();
        BatchReader first = runs.get(0).get();
        this.schema = first.schema();
        scans.add(ScanAhead.of(first, allocator, threads));
        for (Supplier<BatchReader> run : runs.subList(1, runs.size())) {
            scans.add(new ScanAhead(run, allocator, threads));
        }
    }

    /** Cuts fragments into runs; one run means that it is not worth while. */
    static List<List<Integer>> runs(List<FragmentInfo> fragments) {
        List<List<Integer>> runs = new ArrayList<>();
        List<Integer> run = new ArrayList<>();
        long rows = 0;
        for (FragmentInfo fragment : fragments) {
            run.add(fragment.id());
            rows += fragment.rowCount();
            if (rows >= RUN_ROWS) {
                runs.add(run);
                run = new ArrayList<>();
                rows = 0;
            }
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        giveBack();
        while (current < scans.size()) {
            for (int i = current; i < Math.min(scans.size(), current + sideBySide); i++) {
                scans.get(i).start();
            }
            lent = scans.get(current).take();
            if (lent != null) {
                return lent;
            }
            scans.get(current).close();
            current++;
        }
        return null;
    }

    private void giveBack() {
        if (lent != null) {
            lent.close();
            lent = null;
        }
    }

    @Override
    public void close() {
        giveBack();
        RuntimeException failure = null;
        for (; current < scans.size(); current++) {
            try {
                scans.get(current).close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
