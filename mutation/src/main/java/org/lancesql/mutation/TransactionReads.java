package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.Snapshot;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TransactionRecord;

/** Which versions a transaction reads of the tables that it has not changed. Used by one thread at a time. */
final class TransactionReads {
    private final Isolation isolation;
    private final TableStore database;
    private final SnapshotReader snapshots;
    private final Function<TableStore, Committer> committers;
    private final Map<StoredTable, Long> pins = new HashMap<>();
    private final Set<TransactionRecord> undecided = new LinkedHashSet<>();

    TransactionReads(
            Isolation isolation,
            TableStore database,
            SnapshotReader snapshots,
            Function<TableStore, Committer> committers) {
        this.isolation = requireNonNull(isolation, "isolation is null");
        this.database = requireNonNull(database, "database is null");
        this.snapshots = requireNonNull(snapshots, "snapshots is null");
        this.committers = requireNonNull(committers, "committers is null");
    }

    /** The versions that the next statement reads; tables that do not exist are left out. */
    Map<StoredTable, Long> next(Collection<StoredTable> tables) {
        Map<StoredTable, Long> versions = new HashMap<>();
        Set<StoredTable> free = new LinkedHashSet<>();
        for (StoredTable table : tables) {
            Long pin = pins.get(table);
            if (pin == null) {
                free.add(table);
            } else {
                versions.put(table, pin);
            }
        }
        Snapshot read = read(free);
        versions.putAll(read.versions());
        if (isolation == Isolation.REPEATABLE_READ) {
            pins.putAll(read.versions());
        } else {
            undecided.clear();
        }
        undecided.addAll(read.pending());
        return versions;
    }

    /**
     * A snapshot after the undecided transactions that are in its way; where nothing may be written, or they cannot be
     * finished, the one before them.
     */
    private Snapshot read(Set<StoredTable> tables) {
        Snapshot snapshot = snapshots.read(tables);
        while (!snapshot.pending().isEmpty() && !database.readOnly() && settle(snapshot.pending())) {
            snapshot = snapshots.read(tables);
        }
        return snapshot;
    }

    private boolean settle(List<TransactionRecord> records) {
        RecordAdvance advance = committers.apply(database).records().orElseThrow();
        try {
            records.forEach(advance::settle);
            return true;
        } catch (StorageException | CommitUnknownException e) {
            return false; // it is in the way of those who write, and they are told
        }
    }

    /** Whether a table can be read now: it is there, nothing of it is missing, and nothing undecided stands in the way. */
    boolean canRead(StoredTable table) {
        try {
            return read(Set.of(table)).version(table).isPresent();
        } catch (StorageException e) {
            return false;
        }
    }

    /** Reads a table as it is now, from the next statement on. */
    void refresh(StoredTable table) {
        pins.remove(table);
    }

    /** The versions that tables are held to. */
    Map<StoredTable, Long> pins() {
        return Collections.unmodifiableMap(pins);
    }

    /** The transactions over several tables of which nothing is read, because they are not decided. */
    Set<TransactionRecord> undecided() {
        return Collections.unmodifiableSet(undecided);
    }
}
