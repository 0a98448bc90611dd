package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.ConfigStore;
import org.lancesql.storage.ConfigStore.Entries;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;

/** What ANALYZE has found out about the tables of a database, for the estimates of every process. Thread-safe. */
public final class StatisticsCatalog {
    private static final String PREFIX = "table.";
    private static final int ATTEMPTS = 20;
    private static final long KEPT_VERSIONS = 20;

    private final TableStore store;
    private final ConfigStore entries;
    private @Nullable Entries latest;
    private Map<String, Optional<TableStatistics>> decoded = Map.of();

    public StatisticsCatalog(TableStore store) {
        this.store = requireNonNull(store, "store is null");
        this.entries = store.system().configStore("statistics");
    }

    /** What is kept of a table, as of now. Costs one look at a directory when nothing has changed. */
    public Optional<TableStatistics> find(StoredTable table) {
        return table.store() == store ? find(table.name(), entries.entries()) : Optional.empty();
    }

    private synchronized Optional<TableStatistics> find(String table, Entries now) {
        if (latest == null || !latest.equals(now)) {
            latest = now;
            decoded = new HashMap<>();
        }
        return decoded.computeIfAbsent(
                table,
                name -> Optional.ofNullable(now.values().get(PREFIX + name)).flatMap(StatisticsText::parse));
    }

    /**
     * Keeps statistics of some columns; those of others stay if they still tell something.
     *
     * @param handle the version that was analyzed
     * @throws StorageException READ_ONLY; CONFLICT when others change statistics all the time
     */
    public void put(TableHandle handle, String table, Map<String, ColumnStatistics> columns) {
        if (store.readOnly()) {
            throw new StorageException(
                    Reason.READ_ONLY,
                    "Statistics of table " + table + " cannot be kept: the database is open for reading only.");
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Entries now = entries.entries();
            Map<String, ColumnStatistics> all = new HashMap<>();
            find(table, now).ifPresent(before -> all.putAll(before.current(handle)));
            all.putAll(columns);
            String text = StatisticsText.of(TableStatistics.of(handle, all));
            Map<String, @Nullable String> change = new HashMap<>();
            change.put(PREFIX + table, text);
            if (entries.compareAndSet(now.version(), change)) {
                entries.forgetBefore(Math.max(1, now.version() - KEPT_VERSIONS));
                return;
            }
        }
        throw new StorageException(
                Reason.CONFLICT,
                "Statistics of table " + table + " cannot be kept: other programs change them all the time.");
    }
}
