package org.lancesql.calcite.estimates;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableHandle;
import org.lancesql.versioning.ColumnStatistics;
import org.lancesql.versioning.StatisticsCatalog;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TableStatistics;

/**
 * Samples of the rows of tables. A column is sampled when the plan of a join first asks for it, and again when most of
 * the data files that its table had then are gone or few among those it has now. Thread-safe.
 */
public final class TableSamples implements AutoCloseable {
    private static final long LIMIT_BYTES = 64L << 20;

    /** What the plans of small tables may cost: these are joined as fast in one order as in another. */
    private static final long WORTH_A_SAMPLE_ROWS = 10_000;

    private final BufferAllocator allocator;
    private final StatisticsCatalog statistics;
    private final Map<StoredTable, TableSample> samples = new HashMap<>();

    /**
     * No samples yet.
     *
     * @param parent owner of the memory, of which samples take 64 MiB at the most
     * @param statistics what is known of tables besides
     */
    public TableSamples(BufferAllocator parent, StatisticsCatalog statistics) {
        this.statistics = statistics;
        this.allocator = parent.newChildAllocator("samples of tables", 0, Math.min(LIMIT_BYTES, parent.getLimit()));
    }

    /** Memory for what is computed from samples. */
    BufferAllocator allocator() {
        return allocator;
    }

    /** Whether joins of these tables are worth a look at their values. */
    static boolean areWorthwhile(Iterable<LanceTable> tables) {
        for (LanceTable table : tables) {
            if (table.rowCount() >= WORTH_A_SAMPLE_ROWS) {
                return true;
            }
        }
        return false;
    }

    /** What ANALYZE found out about the columns of a table, as far as it still tells something. */
    Map<String, ColumnStatistics> statistics(LanceTable table) {
        try {
            Optional<TableStatistics> known = statistics.find(table.stored());
            if (known.isEmpty()) {
                return Map.of();
            }
            try (TableHandle handle = table.stored().open(table.plannedOn())) {
                return known.get().current(handle);
            }
        } catch (StorageException e) {
            // Estimates do without.
            return Map.of();
        }
    }

    /** The sample of a table as it was taken last, if any. */
    synchronized Optional<TableSample> find(LanceTable table) {
        return Optional.ofNullable(samples.get(table.stored()));
    }

    /** Takes a sample of some columns of a table, unless there is one. What cannot be sampled is left out. */
    synchronized void take(LanceTable table, Set<String> columns) {
        Map<String, Field> fields = SampledColumns.of(table);
        Set<String> wanted = new TreeSet<>(columns);
        wanted.retainAll(fields.keySet());
        TableSample known = samples.get(table.stored());
        if (known != null && known.isOf(table) && known.knows(wanted)) {
            return;
        }
        try (TableHandle handle = table.stored().open(table.plannedOn())) {
            if (known != null) {
                if (known.knows(wanted) && known.hasTypes(fields) && known.fits(handle)) {
                    known.confirm(table);
                    return;
                }
                wanted.addAll(known.columns());
                wanted.retainAll(fields.keySet());
                forget(table);
            }
            samples.put(table.stored(), sample(table, handle, fields, wanted));
        } catch (StorageException e) {
            // The plan does without; whoever reads the table hears what is wrong with it.
            forget(table);
        }
    }

    private TableSample sample(LanceTable table, TableHandle handle, Map<String, Field> fields, Set<String> wanted) {
        Map<String, Field> sampled = new LinkedHashMap<>(fields);
        sampled.keySet().retainAll(wanted);
        try {
            return TableSample.take(table, handle, sampled, Set.of(), allocator);
        } catch (OutOfMemoryException e) {
            return TableSample.take(table, handle, Map.of(), wanted, allocator);
        }
    }

    private void forget(LanceTable table) {
        TableSample gone = samples.remove(table.stored());
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    public synchronized void close() {
        samples.values().forEach(TableSample::close);
        samples.clear();
        allocator.close();
    }
}
