package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.ConfigStore;
import org.lancesql.storage.ConfigStore.Entries;
import org.lancesql.storage.Durability;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.DecidedTransaction.Part;
import org.lancesql.versioning.TransactionRecord.State;

/**
 * The transactions over several tables that are being committed, and how they ended, as all programs see them: keys of
 * {@code _lancesql/txlog.lance}, changed by compare-and-set. Thread-safe.
 *
 * <p>A change is made against a state that was read before; it returns false when another program has changed the same
 * keys since, or when nobody can tell. Then the caller reads the state again, which has the truth: it may even be that
 * the change was made. So it may be when it fails with a {@link StorageException}.
 */
public final class TransactionLog {
    private final TableStore store;
    private final ConfigStore entries;
    private volatile LogState latest = new LogState(new Entries(0, Map.of()));

    public TransactionLog(TableStore store) {
        this.store = requireNonNull(store, "store is null");
        this.entries = store.system().configStore("txlog");
    }

    /** The database whose log this is. */
    public TableStore store() {
        return store;
    }

    /** The newest state. Costs a look at a directory when nothing has changed, or a look for it when there is no log. */
    public LogState state() {
        Entries now = entries.entries();
        LogState known = latest;
        if (!known.isOf(now)) {
            known = new LogState(now);
            latest = known;
        }
        return known;
    }

    /**
     * Begins to commit: writes a record, which takes its tables.
     *
     * @param at state in which none of the tables is taken
     * @return whether it was written; false when another has taken a table
     */
    public boolean prepare(LogState at, TransactionRecord record) {
        return prepare(at, record, Durability.FULL);
    }

    /** @param durability of the transaction: its record need survive no more than its rows */
    public boolean prepare(LogState at, TransactionRecord record, Durability durability) {
        if (record.state() != State.PREPARED) {
            throw new IllegalArgumentException("record " + record.id() + " begins as " + record.state());
        }
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put(LogState.RECORD + record.id(), LogText.of(record));
        for (String table : record.bases().keySet()) {
            if (at.owner(table).isPresent()) {
                return false;
            }
            changes.put(LogState.OWNER + table, record.id());
        }
        return change(at, changes, durability);
    }

    /**
     * Settles that a transaction is taken back.
     *
     * @param at state in which it is prepared
     */
    public boolean turnToUndo(LogState at, String id) {
        TransactionRecord record = require(at, id);
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put(
                LogState.RECORD + id,
                LogText.of(new TransactionRecord(id, State.UNDOING, record.bases(), record.origin())));
        return change(at, changes);
    }

    /**
     * Ends a transaction: its outcome takes the place of its record. This is the moment at which a commit happens.
     *
     * @param at state that has its record
     * @param decided with a part for each of its tables
     */
    public boolean decide(LogState at, DecidedTransaction decided) {
        return decide(at, decided, Durability.FULL);
    }

    /** @param durability what the outcome has to survive */
    public boolean decide(LogState at, DecidedTransaction decided, Durability durability) {
        Set<String> tables = decided.parts().stream().map(Part::table).collect(Collectors.toSet());
        if (!tables.equals(require(at, decided.id()).bases().keySet())) {
            throw new IllegalArgumentException("transaction " + decided.id() + " is decided for " + tables);
        }
        Map<String, @Nullable String> changes = removal(at, require(at, decided.id()));
        changes.put(LogState.OUTCOME + decided.id(), LogText.of(decided));
        return change(at, changes, durability);
    }

    /**
     * Removes a record that has come back after its outcome was known.
     *
     * @param at state that has the record
     */
    public boolean remove(LogState at, String id) {
        return change(at, removal(at, require(at, id)));
    }

    private static Map<String, @Nullable String> removal(LogState at, TransactionRecord record) {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put(LogState.RECORD + record.id(), null);
        for (String table : record.bases().keySet()) {
            if (at.owner(table).filter(record.id()::equals).isPresent()) {
                changes.put(LogState.OWNER + table, null);
            }
        }
        return changes;
    }

    /**
     * Forgets outcomes that are in the history.
     *
     * @param at state that has them
     */
    boolean prune(LogState at, Collection<String> ids) {
        Map<String, @Nullable String> changes = new HashMap<>();
        ids.forEach(id -> changes.put(LogState.OUTCOME + id, null));
        return change(at, changes);
    }

    /** Deletes old versions of the log; the keys stay as they are. */
    void forgetBefore(long version) {
        entries.forgetBefore(version);
    }

    private static TransactionRecord require(LogState at, String id) {
        return at.record(id).orElseThrow(() -> new IllegalArgumentException("the log has no record " + id));
    }

    private boolean change(LogState at, Map<String, @Nullable String> changes) {
        return change(at, changes, Durability.FULL);
    }

    private boolean change(LogState at, Map<String, @Nullable String> changes, Durability durability) {
        try {
            return entries.compareAndSet(at.version(), changes, durability);
        } catch (StorageException e) {
            if (e.reason() == Reason.CONFLICT) {
                return false;
            }
            throw e;
        }
    }
}
