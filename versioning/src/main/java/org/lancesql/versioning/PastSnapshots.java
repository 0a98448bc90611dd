package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableTag;
import org.lancesql.storage.TableVersion;
import org.lancesql.storage.VersionTimeline;

/** Finds all tables of a database as they were. */
public final class PastSnapshots {
    /** After so many, tables that keep moving, as those of a moment in the future may, are taken as they are. */
    private static final int QUIET_ATTEMPTS = 50;

    private final TableStore store;
    private final TransactionLog log;
    private final TransactionHistory history;
    private final DatabaseTags tags;

    public PastSnapshots(TransactionLog log, TransactionHistory history, DatabaseTags tags) {
        this.store = log.store();
        this.log = log;
        this.history = requireNonNull(history, "history is null");
        this.tags = requireNonNull(tags, "tags is null");
    }

    /**
     * Each table at the highest version that was committed at a moment or before it, lowered where a transaction over
     * several tables would else be seen in part: of each there is all or nothing, and of those that were undone nothing.
     *
     * <p>Writers need not pause for it: a transaction is in the log before its first change is in a table, so what the
     * tables have is known to the log and the history when they are read after them.
     *
     * @throws StorageException UNDECIDED when the log cannot be read
     */
    public PastSnapshot at(Instant moment) {
        PastTables tables = probe(moment);
        for (int attempt = 0; attempt < QUIET_ATTEMPTS; attempt++) {
            PastTables again = probe(moment);
            boolean quiet = again.equalsBeforeSettling(tables);
            tables = again;
            if (quiet) {
                break;
            }
        }
        LogState state = log.state();
        List<DecidedTransaction> decided = history.decided();
        tables.keys().forEach(state::requireReadable);
        tables.settle(decided, state.records());
        return tables.snapshot("TIMESTAMP '" + moment + "'");
    }

    private PastTables probe(Instant moment) {
        PastTables tables = new PastTables(store);
        store.tables().forEach(table -> add(tables, table, moment));
        return tables;
    }

    private void add(PastTables tables, String table, Instant moment) {
        try {
            VersionTimeline timeline = store.timeline(table, TableVersion.MAIN);
            OptionalLong version = timeline.asOf(moment);
            if (version.isPresent()) {
                tables.put(table, version.getAsLong());
                return;
            }
            List<Long> left = timeline.all();
            if (left.get(left.size() - 1) > 1) {
                tables.lose(
                        table,
                        "Table " + table + " cannot be read as of " + moment + ": its versions of that time are gone; "
                                + timeline.describe() + ".");
            }
        } catch (StorageException e) {
            if (e.reason() != Reason.TABLE_NOT_FOUND) {
                tables.lose(table, e.getMessage());
            }
        }
    }

    /**
     * Each table at the version that a tag names: those of a tag of the database, or, where there is none, all tables with a
     * tag of that name.
     *
     * @throws UnknownReferenceException when there is no such tag
     */
    public PastSnapshot tagged(String tag) {
        Optional<DatabaseTag> found = tags.find(tag);
        PastSnapshot snapshot = found.map(this::of).orElseGet(() -> ofTables(tag));
        if (found.isEmpty() && snapshot.tables().isEmpty()) {
            TreeSet<String> known = new TreeSet<>(tags.all().keySet());
            store.tables().forEach(table -> store.tags(table).list().forEach(other -> known.add(other.name())));
            throw new UnknownReferenceException(tag, new ArrayList<>(known));
        }
        return snapshot;
    }

    private PastSnapshot of(DatabaseTag tag) {
        Map<String, TableVersion> versions = new HashMap<>();
        Map<String, String> lost = new HashMap<>();
        List<String> existing = store.tables();
        tag.versions().forEach((table, version) -> {
            boolean stands = existing.contains(table)
                    && store.tags(table)
                            .find(tag.name())
                            .filter(own -> own.isOnMain() && own.version() == version)
                            .isPresent();
            if (stands) {
                versions.put(table, new TableVersion(table, version));
            } else {
                lost.put(
                        table,
                        "Table " + table + " cannot be read as of tag " + tag.name()
                                + " of the database: it was dropped or made anew since, or its own tag names another version.");
            }
        });
        return new PastSnapshot(name(tag.name()), versions, lost);
    }

    private PastSnapshot ofTables(String tag) {
        Map<String, TableVersion> versions = new HashMap<>();
        for (String table : store.tables()) {
            Optional<TableTag> own = store.tags(table).find(tag);
            own.filter(found -> found.version() > 0)
                    .ifPresent(found -> versions.put(table, VersionResolver.tagged(table, found)));
        }
        return new PastSnapshot(name(tag), versions, Map.of());
    }

    private static String name(String tag) {
        return "TAG '" + tag.replace("'", "''") + "'";
    }
}
