package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lancesql.storage.RowLog;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.TransactionRecord.Outcome;

/**
 * The history of a database: the rows of {@code _lancesql/history.lance}, and the outcomes in the transaction log that are
 * not there yet. An outcome is written to the history before it leaves the log, and what the history has holds against
 * what the log has. Thread-safe.
 */
public final class KeptHistory implements TransactionHistory {
    private final TransactionLog log;
    private final TableStore store;
    private final RowLog rows;
    private volatile Read latest = new Read("", Map.of());

    /** The rows as they were once, decoded. */
    private record Read(String stamp, Map<String, DecidedTransaction> byId) {}

    public KeptHistory(TransactionLog log) {
        this.log = requireNonNull(log, "log is null");
        this.store = log.store();
        this.rows = store.system().rowLog("history");
    }

    @Override
    public List<DecidedTransaction> decided() {
        // The log first: what leaves it while this reads is in the history by then.
        Collection<DecidedTransaction> logged = log.state().outcomes();
        Map<String, DecidedTransaction> all = new LinkedHashMap<>(kept());
        logged.forEach(decided -> all.putIfAbsent(decided.id(), decided));
        return all.values().stream()
                .sorted(Comparator.comparing(DecidedTransaction::decidedAt).thenComparing(DecidedTransaction::id))
                .toList();
    }

    @Override
    public Optional<Outcome> outcome(String id) {
        Optional<Outcome> logged = log.state().outcome(id);
        DecidedTransaction kept = kept().get(id);
        return kept == null ? logged : Optional.of(kept.outcome());
    }

    /** The transactions of the table, by id. Costs a look at a directory when there are no new ones. */
    Map<String, DecidedTransaction> kept() {
        String stamp = rows.stamp();
        Read known = latest;
        if (!known.stamp.equals(stamp)) {
            known = new Read(stamp, read());
            latest = known;
        }
        return known.byId;
    }

    private Map<String, DecidedTransaction> read() {
        Optional<TableHandle> open = rows.open();
        if (open.isEmpty()) {
            return Map.of();
        }
        try (TableHandle handle = open.get()) {
            return HistoryRows.read(handle, store.memory());
        }
    }

    /** Adds transactions to the table. */
    void add(List<DecidedTransaction> decided) {
        rows.append(HistoryRows.of(decided));
    }
}
