package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;

/**
 * Takes snapshots of several tables such that all their versions were HEAD at one moment, and that no transaction is in
 * them that is not committed yet.
 */
public final class SnapshotReader {
    /** After so many, tables that keep moving are taken as they are: only the log has to stand still. */
    private static final int QUIET_ATTEMPTS = 50;

    private static final int ATTEMPTS = 1_000;
    private static final long PAUSE_MICROS = 500;

    private final TableStore database;
    private final TransactionLog log;
    private final TransactionHistory history;

    public SnapshotReader(TransactionLog log, TransactionHistory history) {
        this.database = log.store();
        this.log = log;
        this.history = requireNonNull(history, "history is null");
    }

    /**
     * A snapshot of these tables; those that do not exist are left out. Probes the log and the tables, and both again until
     * nothing moved in between. Where writers never pause that long, each version was HEAD during the call, though maybe
     * not all at one moment; but of each transaction over several tables there is all or nothing.
     *
     * <p>A table to which an undecided transaction has been applied is read at the version before.
     *
     * @throws StorageException DAMAGED when one of the tables cannot be read; UNDECIDED when a record of the log, or a
     *     version that it rests on, cannot be read; CONFLICT when the log never stands still
     */
    public Snapshot read(Collection<StoredTable> tables) {
        if (tables.isEmpty()) {
            return Snapshot.OF_NOTHING;
        }
        if (tables.stream().noneMatch(table -> table.store() == database)) {
            return new Snapshot(probe(tables)); // nobody else's
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            LogState before = log.state();
            Map<StoredTable, Long> heads = probe(tables);
            boolean quiet = heads.size() <= 1
                    || attempt >= QUIET_ATTEMPTS
                    || probe(tables).equals(heads);
            List<TransactionRecord> undecided = undecided(before);
            if (quiet && log.state().equals(before)) {
                return settled(before, undecided, heads);
            }
            if (attempt >= QUIET_ATTEMPTS) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(PAUSE_MICROS));
            }
        }
        throw new StorageException(
                Reason.CONFLICT,
                "No consistent snapshot of " + tables
                        + " could be taken: other programs commit all the time; try again.");
    }

    /**
     * The records of a state that count. An outcome beats a record: one that came back from the dead by a write to a
     * cleaned log counts for nothing. One that is decided just now does count; the log, looked at again, has changed then.
     */
    private List<TransactionRecord> undecided(LogState state) {
        return state.records().stream()
                .filter(record -> state.outcome(record.id())
                        .or(() -> history.outcome(record.id()))
                        .isEmpty())
                .toList();
    }

    private Snapshot settled(LogState state, List<TransactionRecord> undecided, Map<StoredTable, Long> heads) {
        Map<StoredTable, Long> versions = new HashMap<>(heads);
        List<TransactionRecord> pending = new ArrayList<>();
        heads.keySet().stream().filter(this::covers).forEach(table -> state.requireReadable(table.name()));
        for (TransactionRecord record : undecided) {
            boolean met = false;
            for (StoredTable table : heads.keySet()) {
                if (covers(table) && record.names(table.name())) {
                    met = true;
                    versionBefore(record, table, requireNonNull(heads.get(table)))
                            .ifPresent(before -> versions.merge(table, before, Math::min));
                }
            }
            if (met) {
                pending.add(record);
            }
        }
        return new Snapshot(versions, pending);
    }

    /** Whether transactions over several tables can have changed a table: not one of a session's temporary tables. */
    public boolean covers(StoredTable table) {
        return table.store() == database;
    }

    /** The version before a transaction was applied to a table, if it was. */
    private OptionalLong versionBefore(TransactionRecord record, StoredTable table, long head) {
        long base = requireNonNull(record.bases().get(table.name()));
        try {
            OptionalLong applied = database.findMark(table.name(), record.applyMark(), base, head);
            return applied.isPresent() ? OptionalLong.of(applied.getAsLong() - 1) : applied;
        } catch (StorageException e) {
            if (e.reason() != Reason.VERSION_NOT_FOUND) {
                throw e;
            }
            throw LogState.undecided(
                    table.name(), record.id(), "a version that may have its changes is gone: " + e.getMessage(), e);
        }
    }

    private static Map<StoredTable, Long> probe(Collection<StoredTable> tables) {
        Map<StoredTable, Long> versions = new HashMap<>();
        for (StoredTable table : tables) {
            try {
                versions.put(table, table.latestVersion());
            } catch (StorageException e) {
                if (e.reason() != Reason.TABLE_NOT_FOUND) {
                    throw e;
                }
            }
        }
        return versions;
    }
}
