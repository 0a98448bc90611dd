package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.storage.VersionTimeline;
import org.lancesql.versioning.DecidedTransaction.Part;
import org.lancesql.versioning.TransactionRecord.Outcome;

/** The tables of a past snapshot while it is put together. */
final class PastTables {
    private final TableStore store;
    private final Set<String> existing;
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, String> lost = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    PastTables(TableStore store) {
        this.store = store;
        this.existing = Set.copyOf(store.tables());
    }

    void put(String table, long version) {
        versions.put(table, version);
    }

    void lose(String table, String why) {
        versions.remove(table);
        lost.put(table, why);
    }

    /** Tables whose versions are known. */
    Set<String> keys() {
        return versions.keySet();
    }

    /** Whether others have the same tables at the same versions. */
    boolean equalsBeforeSettling(PastTables other) {
        return versions.equals(other.versions) && lost.keySet().equals(other.lost.keySet());
    }

    /** Lowers versions until each transaction is in all of its tables or in none, and no undecided one is in any. */
    void settle(Collection<DecidedTransaction> decided, Collection<TransactionRecord> undecided) {
        Set<String> known = decided.stream().map(DecidedTransaction::id).collect(Collectors.toSet());
        undecided.stream().filter(record -> !known.contains(record.id())).forEach(this::leaveOut);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (DecidedTransaction transaction : decided) {
                changed |= transaction.outcome() == Outcome.COMMITTED ? makeWhole(transaction) : leaveOut(transaction);
            }
        }
    }

    private void leaveOut(TransactionRecord record) {
        record.bases().forEach((table, base) -> {
            Long version = versions.get(table);
            if (version == null || version <= base) {
                return;
            }
            try {
                OptionalLong applied = store.findMark(table, record.applyMark(), base, version);
                OptionalLong undone = store.findMark(table, record.undoMark(), base, version);
                if (applied.isPresent() && undone.isEmpty()) {
                    lower(table, applied.getAsLong() - 1);
                }
            } catch (StorageException e) {
                if (e.reason() != Reason.VERSION_NOT_FOUND) {
                    throw e;
                }
                lose(
                        table,
                        "Table " + table + " cannot be read: whether transaction " + record.id()
                                + ", which is being committed, is in version " + version + " cannot be found out: "
                                + e.getMessage());
            }
        });
    }

    /** Whether something was lowered: where a part of the transaction is missing, the others have to go. */
    private boolean makeWhole(DecidedTransaction transaction) {
        List<Part> seen = transaction.parts().stream().filter(this::isIn).toList();
        if (seen.isEmpty() || seen.size() == transaction.parts().size()) {
            return false;
        }
        boolean missing = transaction.parts().stream()
                .anyMatch(part -> !isIn(part) && part.applied().isPresent() && isOf(transaction, part));
        boolean changed = false;
        for (Part part : missing ? seen : List.<Part>of()) {
            changed |= isOf(transaction, part)
                    && lower(part.table(), part.applied().orElseThrow() - 1);
        }
        return changed;
    }

    private boolean leaveOut(DecidedTransaction transaction) {
        boolean changed = false;
        for (Part part : transaction.parts()) {
            boolean between = isIn(part)
                    && part.undone().isPresent()
                    && requireNonNull(versions.get(part.table()))
                            < part.undone().getAsLong();
            changed |= between
                    && isOf(transaction, part)
                    && lower(part.table(), part.applied().orElseThrow() - 1);
        }
        return changed;
    }

    private boolean isIn(Part part) {
        Long version = versions.get(part.table());
        return version != null
                && part.applied().isPresent()
                && version >= part.applied().getAsLong();
    }

    /** Whether the table is still the one that the transaction changed: a new one of the name counts from 1 again. */
    private boolean isOf(DecidedTransaction transaction, Part part) {
        String table = part.table();
        long applied = part.applied().orElseThrow();
        if (!existing.contains(table)) {
            return false;
        }
        try {
            return applied <= newest.computeIfAbsent(table, store::latestVersion)
                    && store.findMark(table, transaction.id() + "/apply", applied - 1, applied)
                            .isPresent();
        } catch (StorageException e) {
            if (e.reason() == Reason.TABLE_NOT_FOUND) {
                return false;
            }
            if (e.reason() == Reason.VERSION_NOT_FOUND) {
                return isOlderThan(table, transaction.decidedAt());
            }
            throw e;
        }
    }

    /** Tells of a table without the version in question: one that was made after the transaction is another table. */
    private boolean isOlderThan(String table, Instant moment) {
        VersionTimeline timeline = store.timeline(table, TableVersion.MAIN);
        List<Long> left = timeline.all();
        return timeline.committedAt(left.get(left.size() - 1))
                .filter(first -> first.isBefore(moment))
                .isPresent();
    }

    /** Shows a table at an earlier version. */
    private boolean lower(String table, long version) {
        if (version < 1
                || store.timeline(table, TableVersion.MAIN).committedAt(version).isEmpty()) {
            lose(table, "Table " + table + " cannot be read as it was: version " + version + " of it is gone.");
        } else {
            versions.put(table, version);
        }
        return true;
    }

    PastSnapshot snapshot(String name) {
        Map<String, TableVersion> tables = new HashMap<>();
        versions.forEach((table, version) -> tables.put(table, new TableVersion(table, version)));
        return new PastSnapshot(name, tables, lost);
    }
}
