package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.ConfigStore;
import org.lancesql.storage.DatabaseCopy;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

/**
 * Copies a database while others write to it: its tables as of one snapshot, so that transactions over several of them are
 * in the copy whole or not at all, and its views. Older versions, tags, branches, the trash and what was said about
 * transactions stay behind.
 */
public final class DatabaseBackup {
    private static final int ATTEMPTS = 50;

    private final TableStore store;
    private final ArrowMemory memory;
    private final SnapshotReader snapshots;
    private final ConfigStore catalog;

    /** @param memory for a look into the copy */
    public DatabaseBackup(TableStore store, SnapshotReader snapshots, ArrowMemory memory) {
        this.store = requireNonNull(store, "store is null");
        this.memory = requireNonNull(memory, "memory is null");
        this.snapshots = requireNonNull(snapshots, "snapshots is null");
        this.catalog = store.system().configStore(ViewCatalog.STORE);
    }

    /**
     * Makes the copy, which is a database when this returns, and nothing when it fails.
     *
     * @param target a directory that is not there, or empty
     * @param size told once how many bytes there are to copy
     * @param progress may throw to end it
     * @throws StorageException INVALID_TARGET, CONFLICT when a table that was to be copied is gone, DISK_FULL and the like
     */
    public void run(Path target, LongConsumer size, DatabaseCopy.Progress progress) {
        try (DatabaseCopy copy = store.copyTo(target)) {
            Moment moment = moment();
            moment.tables.versions().forEach((table, version) -> copy.add(new TableVersion(table.name(), version)));
            copy.addConfiguration(ViewCatalog.STORE, moment.catalog);
            size.accept(copy.bytes());
            copy.complete(progress);
            forgetTags(copy);
        }
    }

    /** The versions that they name are not in the copy. */
    private void forgetTags(DatabaseCopy copy) {
        try (TableStore copied = TableStore.open(copy.root(), false, memory)) {
            DatabaseTags tags = new DatabaseTags(copied);
            tags.all().keySet().forEach(tags::drop);
        } catch (RuntimeException e) {
            copy.giveUp();
            throw e;
        }
    }

    /** The tables, and the version of the catalog that belongs to them. */
    private record Moment(Snapshot tables, long catalog) {}

    /**
     * Where views, tables and counters never pause, the catalog is later than the tables: then counters are beyond all
     * numbers in them.
     */
    private Moment moment() {
        for (int attempt = 1; ; attempt++) {
            long before = catalog.entries().version();
            List<String> names = store.tables();
            Snapshot tables = snapshots.read(
                    names.stream().map(name -> new StoredTable(store, name)).toList());
            long after = catalog.entries().version();
            if (attempt == ATTEMPTS || before == after && names.equals(store.tables())) {
                return new Moment(tables, after);
            }
        }
    }
}
