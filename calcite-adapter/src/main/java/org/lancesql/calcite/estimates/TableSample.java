package org.lancesql.calcite.estimates;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableHandle.FragmentInfo;
import org.lancesql.storage.TableVersion;

/** Some rows of a table, with some of its columns: all rows of a small one, else several runs of neighbouring rows. */
final class TableSample implements AutoCloseable {
    private static final int RUNS = 8;
    private static final int RUN_ROWS = 1_024;

    /** Its multiples leave remainders that fall evenly and repeat at no distance. */
    private static final double GOLDEN_RATIO = 0.618_033_988_749_894_9;

    /** Share of a table's rows that must lie in files that it had when it was sampled. */
    private static final double SAME = 0.5;

    private final Set<String> files;
    private final double tableRows;
    private final Map<String, FieldVector> vectors;
    private final Set<String> refused;
    private final Map<String, OptionalDouble> distinct = new HashMap<>();
    private final int rows;
    private TableVersion version;
    private boolean closed;

    private TableSample(
            LanceTable table,
            Set<String> files,
            double tableRows,
            Map<String, FieldVector> vectors,
            Set<String> refused,
            int rows) {
        this.version = table.plannedOn();
        this.files = files;
        this.tableRows = tableRows;
        this.vectors = vectors;
        this.refused = Set.copyOf(refused);
        this.rows = rows;
    }

    /** Neighbouring rows of a fragment. */
    private record Run(int fragment, long offset, long rows) {}

    /**
     * Reads a sample.
     *
     * @param columns canonical fields by the names of the columns
     * @param refused names of columns that are too large for the memory
     */
    static TableSample take(
            LanceTable table,
            TableHandle handle,
            Map<String, Field> columns,
            Set<String> refused,
            BufferAllocator allocator) {
        Map<String, FieldVector> vectors = new HashMap<>();
        Set<String> files = new HashSet<>();
        handle.fragments().forEach(fragment -> files.addAll(fragment.files()));
        try {
            columns.forEach((name, field) -> {
                FieldVector vector = field.createVector(allocator);
                vectors.put(name, vector);
                vector.allocateNew();
            });
            int rows = 0;
            for (Run run : columns.isEmpty() ? List.<Run>of() : runs(handle)) {
                rows += read(handle, run, List.copyOf(columns.keySet()), vectors, allocator);
            }
            return new TableSample(table, files, handle.rowCount(), vectors, refused, rows);
        } catch (RuntimeException e) {
            vectors.values().forEach(FieldVector::close);
            throw e;
        }
    }

    private static List<Run> runs(TableHandle handle) {
        List<FragmentInfo> fragments = handle.fragments();
        long all = handle.rowCount();
        List<Run> runs = new ArrayList<>();
        if (all <= (long) RUNS * RUN_ROWS) {
            fragments.forEach(fragment -> runs.add(new Run(fragment.id(), 0, fragment.rowCount())));
            return runs;
        }
        double part = all / (double) RUNS;
        for (int i = 0; i < RUNS; i++) {
            // One in each part of the table, in another place there each time: at even distances all runs would see the
            // same of values that come again at such distances.
            double place = (i + 0.5) * GOLDEN_RATIO % 1;
            long start = (long) (i * part + place * (part - RUN_ROWS));
            for (FragmentInfo fragment : fragments) {
                if (start < fragment.rowCount()) {
                    runs.add(new Run(fragment.id(), start, Math.min(RUN_ROWS, fragment.rowCount() - start)));
                    break;
                }
                start -= fragment.rowCount();
            }
        }
        return runs;
    }

    private static int read(
            TableHandle handle,
            Run run,
            List<String> names,
            Map<String, FieldVector> vectors,
            BufferAllocator allocator) {
        ScanRequest request = new ScanRequest(
                names, null, OptionalLong.of(run.rows()), run.offset(), List.of(), List.of(run.fragment()));
        int rows = 0;
        try (BatchReader reader = handle.scan(request, allocator)) {
            for (VectorSchemaRoot root = reader.next(); root != null; root = reader.next()) {
                rows += root.getRowCount();
                for (Map.Entry<String, FieldVector> column : vectors.entrySet()) {
                    append(root.getVector(column.getKey()), column.getValue(), allocator);
                }
            }
        }
        return rows;
    }

    /** Copies value by value, because the bytes of texts that were read may lie among many others. */
    private static void append(FieldVector read, FieldVector kept, BufferAllocator allocator) {
        TransferPair transfer = read.getTransferPair(read.getField(), allocator);
        transfer.transfer();
        try (FieldVector canonical = CanonicalTypes.toCanonical((FieldVector) transfer.getTo(), allocator)) {
            int before = kept.getValueCount();
            int added = canonical.getValueCount();
            for (int row = 0; row < added; row++) {
                kept.copyFromSafe(row, before + row, canonical);
            }
            kept.setValueCount(before + added);
        }
    }

    /** Whether it was taken of this very version. */
    boolean isOf(LanceTable table) {
        return version.equals(table.plannedOn());
    }

    /** Notes that it is as good for another version. */
    void confirm(LanceTable table) {
        version = table.plannedOn();
    }

    /** Whether a version still has, for the most part, the files that were sampled. */
    boolean fits(TableHandle handle) {
        long same = 0;
        long all = 0;
        Set<String> left = new HashSet<>();
        for (FragmentInfo fragment : handle.fragments()) {
            boolean isKnown = files.containsAll(fragment.files());
            all += fragment.rowCount();
            same += isKnown ? fragment.rowCount() : 0;
            if (isKnown) {
                left.addAll(fragment.files());
            }
        }
        return same >= SAME * all && left.size() >= SAME * files.size() && (all > 0) == (tableRows > 0);
    }

    Set<String> columns() {
        return vectors.keySet();
    }

    boolean has(Set<String> names) {
        return vectors.keySet().containsAll(names);
    }

    /** Whether sampling these columns would tell nothing new. */
    boolean knows(Set<String> names) {
        return names.stream().allMatch(name -> vectors.containsKey(name) || refused.contains(name));
    }

    /** Whether its columns have the types that these fields have, as far as they are among them. */
    boolean hasTypes(Map<String, Field> fields) {
        return vectors.entrySet().stream()
                .allMatch(column -> !fields.containsKey(column.getKey())
                        || fields.get(column.getKey())
                                .getType()
                                .equals(column.getValue().getField().getType()));
    }

    int rows() {
        return rows;
    }

    /**
     * Number of its rows for which something is true, or what else is computed from them.
     *
     * @param columns that the rows have, in this order; all must have been sampled
     * @return -1 when it is gone
     */
    synchronized int count(List<String> columns, ToIntFunction<Batch> counted) {
        if (closed) {
            return -1;
        }
        // The batch is not closed: its vectors stay with the sample.
        return counted.applyAsInt(new Batch(columns.stream().map(vectors::get).toList(), rows, Selection.all(rows)));
    }

    /** How many different values a column of the table has by estimate, nulls apart; empty if it was not sampled. */
    synchronized OptionalDouble distinct(String column, double currentRows) {
        FieldVector vector = vectors.get(column);
        if (closed || vector == null || rows == 0) {
            return OptionalDouble.empty();
        }
        OptionalDouble sampled = distinct.computeIfAbsent(column, name -> OptionalDouble.of(estimate(vector)));
        // A column whose values are mostly different gets more of them with each row.
        double share = sampled.getAsDouble() / Math.max(1, tableRows);
        return share > 0.1 ? OptionalDouble.of(Math.max(1, share * currentRows)) : sampled;
    }

    private double estimate(FieldVector vector) {
        Map<Object, Integer> lastRun = new HashMap<>();
        Set<Object> repeated = new HashSet<>();
        int seen = 0;
        for (int row = 0; row < rows; row++) {
            if (vector.isNull(row)) {
                continue;
            }
            Object value = Vectors.get(vector, row);
            int run = row / RUN_ROWS;
            Integer before = lastRun.put(value, run);
            if (before == null || before != run) {
                seen++;
            }
            if (before != null && before != run) {
                repeated.add(value);
            }
        }
        double estimate = DistinctEstimate.of(lastRun.size(), lastRun.size() - repeated.size(), seen, rows, tableRows);
        return rows < tableRows ? Math.min(estimate, span(vector)) : estimate;
    }

    /** How many integers or days there are about where those of the sample are; of other types without a limit. */
    private double span(FieldVector vector) {
        ArrowTypeID type = vector.getField().getType().getTypeID();
        if (type != ArrowTypeID.Int && type != ArrowTypeID.Date) {
            return Double.MAX_VALUE;
        }
        double least = Double.MAX_VALUE;
        double greatest = -Double.MAX_VALUE;
        for (int row = 0; row < rows; row++) {
            if (!vector.isNull(row)) {
                double value = Vectors.getLong(vector, row);
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        // Of values in the order of the rows, a part lies before the first run and behind the last.
        return least > greatest ? Double.MAX_VALUE : (greatest - least + 1) * (RUNS + 1) / (RUNS - 1);
    }

    @Override
    public synchronized void close() {
        closed = true;
        vectors.values().forEach(FieldVector::close);
    }
}
