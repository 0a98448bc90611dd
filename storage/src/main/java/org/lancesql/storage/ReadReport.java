package org.lancesql.storage;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Where the rows of scans came from, added up over all that were opened. Thread-safe. */
public final class ReadReport {
    private final LongAdder fragments = new LongAdder();
    private final LongAdder columnsInMemory = new LongAdder();
    private final LongAdder columnsFromFiles = new LongAdder();
    private final Set<String> indexes = new TreeSet<>();
    private @Nullable String filter;

    /** Counts a scan by Lance. */
    void addScan(int read, int columns, @Nullable Predicate predicate, Set<String> used) {
        fragments.add(read);
        columnsFromFiles.add((long) read * columns);
        synchronized (this) {
            indexes.addAll(used);
            if (predicate != null) {
                filter = PredicateSql.render(predicate);
            }
        }
    }

    /**
     * Counts what was in memory.
     *
     * @param onlyInMemory fragments of which nothing else is read
     * @param columns parts of columns, each of one fragment
     */
    void addMemory(int onlyInMemory, int columns) {
        fragments.add(onlyInMemory);
        columnsInMemory.add(columns);
    }

    /** Fragments that were read. Of those that an index was asked about, Lance reads the ones that have rows. */
    public long fragments() {
        return fragments.sum();
    }

    /** Parts of columns, each of one fragment, that were in memory. */
    public long columnsInMemory() {
        return columnsInMemory.sum();
    }

    /** Parts of columns, each of one fragment, that were read from files. */
    public long columnsFromFiles() {
        return columnsFromFiles.sum();
    }

    /** The condition by which Lance filtered, in its own language; null when it did not. */
    public synchronized @Nullable String filter() {
        return filter;
    }

    /** Names of the indexes in which rows were looked up. */
    public synchronized Set<String> indexes() {
        return Set.copyOf(indexes);
    }
}
