package org.lancesql.jdbc.demo;

import io.trino.tpch.TpchTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.lancesql.mutation.CommitInfo;
import org.lancesql.mutation.Committer;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

/** Makes the eight tables of TPC-H as Lance tables of a database. */
public final class TpchLoader {
    /** Metadata of each table: the scale it was made with. */
    private static final String SCALE_KEY = "lancesql.tpch.scale";

    private static final long MEMORY_LIMIT_BYTES = 1L << 30;
    private static final Map<String, Long> ROWS_AT_SCALE_1 = Map.of(
            "customer", 150_000L,
            "orders", 1_500_000L,
            "lineitem", 6_001_215L,
            "part", 200_000L,
            "partsupp", 800_000L,
            "supplier", 10_000L);

    private final double scale;
    private final Progress progress;

    /** Hears how far the loading is. */
    public interface Progress {
        /** Nobody listens. */
        Progress NONE = new Progress() {};

        default void started(String table, long expectedRows) {}

        default void advanced(long rows) {}

        default void finished(String table, long rows) {}
    }

    /**
     * A loader.
     *
     * @param scale TPC-H scale factor: 1 makes about a gigabyte, 0.01 ten megabytes
     */
    public TpchLoader(double scale, Progress progress) {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("The scale is " + scale + ", it must be more than 0");
        }
        this.scale = scale;
        this.progress = progress;
    }

    /** Names of the tables, in the order in which they are made. */
    public static List<String> tableNames() {
        return TpchTable.getTables().stream().map(TpchTable::getTableName).toList();
    }

    /**
     * Makes the tables that the database does not have yet; the directory is made if it is missing.
     *
     * @return names of the tables made now
     * @throws IllegalStateException when a table is there that was made otherwise or with another scale
     */
    public List<String> load(Path directory) {
        DatabaseRoot root = DatabaseRoot.createIfMissing(directory);
        try (ArrowMemory memory = ArrowMemory.withLimit(MEMORY_LIMIT_BYTES);
                TableStore store = TableStore.open(root, false, memory)) {
            Committer committer = new Committer(store);
            Collection<String> present = store.tables();
            List<String> made = new ArrayList<>();
            for (TpchTable<?> table : TpchTable.getTables()) {
                if (present.contains(table.getTableName())) {
                    requireSameScale(store, table.getTableName());
                } else {
                    made.add(make(table, committer));
                }
            }
            return made;
        }
    }

    private void requireSameScale(TableStore store, String table) {
        try (TableHandle handle = store.open(new TableVersion(table, store.latestVersion(table)))) {
            String found = handle.metadata().get(SCALE_KEY);
            if (!Double.toString(scale).equals(found)) {
                throw new IllegalStateException("The directory " + store.root().directory() + " has a table " + table
                        + (found == null ? " that is not of TPC-H" : " of TPC-H at scale " + found)
                        + ": choose another directory, or delete that one");
            }
        }
    }

    private String make(TpchTable<?> table, Committer committer) {
        String name = table.getTableName();
        progress.started(name, expectedRows(name));
        TpchSource<?> source = new TpchSource<>(table, scale, progress::advanced);
        long rows = committer.createTable(
                name,
                source.schema(),
                Map.of(SCALE_KEY, Double.toString(scale)),
                source,
                new CommitInfo(System.getProperty("user.name", "unknown"), "tpch", List.of("CREATE TABLE")));
        progress.finished(name, rows);
        return name;
    }

    private long expectedRows(String table) {
        Long rows = ROWS_AT_SCALE_1.get(table);
        return rows == null ? TpchSource.SMALL_TABLE_ROWS : Math.max(1, (long) (rows * scale));
    }
}
