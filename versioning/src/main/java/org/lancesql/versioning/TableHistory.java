package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.TableTag;
import org.lancesql.storage.TableVersions;
import org.lancesql.storage.VersionFacts;
import org.lancesql.versioning.DecidedTransaction.Part;
import org.lancesql.versioning.TransactionRecord.Outcome;

/** The versions of tables with what became of them. */
public final class TableHistory {
    private final SnapshotReader snapshots;
    private final TransactionHistory transactions;

    public TableHistory(SnapshotReader snapshots, TransactionHistory transactions) {
        this.snapshots = requireNonNull(snapshots, "snapshots is null");
        this.transactions = requireNonNull(transactions, "transactions is null");
    }

    /**
     * A version.
     *
     * @param tags names of the tags that keep it, sorted
     */
    public record Entry(VersionFacts facts, VersionState state, List<String> tags) {
        public Entry {
            requireNonNull(facts, "facts is null");
            requireNonNull(state, "state is null");
            tags = List.copyOf(tags);
        }
    }

    /** Versions from {@code first} to {@code last}. */
    private record Undone(long first, long last) {}

    /**
     * The versions of the main branch that exist, newest first. Their list, their states and tags are as of now; a version
     * is read when the iterator comes to it, and left out if it is gone by then.
     *
     * @param lowest the lowest version that is wanted
     * @param highest the highest one
     * @throws org.lancesql.storage.StorageException TABLE_NOT_FOUND; DAMAGED when a version cannot be read, from the
     *     iterator too
     */
    public Iterator<Entry> newestFirst(StoredTable table, long lowest, long highest) {
        Snapshot now = snapshots.read(List.of(table));
        long current = now.version(table).orElse(0);
        TableVersions versions = table.store().versions(table.name());
        List<Long> numbers = versions.numbers().stream()
                .filter(number -> number >= lowest && number <= highest)
                .filter(number -> number <= current || !now.pending().isEmpty())
                .toList();
        List<Undone> undone = undone(table, versions);
        Map<Long, List<String>> tags = tags(table);
        return new Entries(numbers.iterator(), versions, number -> state(number, current, undone), tags);
    }

    private static VersionState state(long number, long current, List<Undone> undone) {
        if (undone.stream().anyMatch(range -> range.first <= number && number <= range.last)) {
            return VersionState.UNDONE;
        }
        if (number > current) {
            return VersionState.PENDING;
        }
        return number == current ? VersionState.CURRENT : VersionState.SUPERSEDED;
    }

    private List<Undone> undone(StoredTable table, TableVersions versions) {
        if (!snapshots.covers(table)) {
            return List.of();
        }
        List<Undone> undone = new ArrayList<>();
        for (DecidedTransaction transaction : transactions.decided()) {
            for (Part part : transaction.parts()) {
                if (transaction.outcome() == Outcome.ABORTED
                        && part.table().equals(table.name())
                        && part.applied().isPresent()
                        && part.undone().isPresent()
                        && isOf(transaction, part.applied(), versions)) {
                    undone.add(new Undone(
                            part.applied().getAsLong(), part.undone().getAsLong() - 1));
                }
            }
        }
        return undone;
    }

    /** A table that was dropped and made again counts its versions anew: others than those of the transaction. */
    private static boolean isOf(DecidedTransaction transaction, OptionalLong applied, TableVersions versions) {
        Optional<VersionFacts> facts = versions.facts(applied.getAsLong());
        return facts.isEmpty()
                || String.valueOf(facts.get().properties().get(CommitMark.ID_PROPERTY))
                        .startsWith(transaction.id());
    }

    private static Map<Long, List<String>> tags(StoredTable table) {
        Map<Long, List<String>> tags = new HashMap<>();
        for (TableTag tag : table.store().tags(table.name()).list()) {
            if (tag.isOnMain()) {
                tags.computeIfAbsent(tag.version(), version -> new ArrayList<>())
                        .add(tag.name());
            }
        }
        return tags;
    }

    private interface States {
        VersionState of(long version);
    }

    private static final class Entries implements Iterator<Entry> {
        private final Iterator<Long> numbers;
        private final TableVersions versions;
        private final States states;
        private final Map<Long, List<String>> tags;
        private @Nullable Entry next;

        Entries(Iterator<Long> numbers, TableVersions versions, States states, Map<Long, List<String>> tags) {
            this.numbers = numbers;
            this.versions = versions;
            this.states = states;
            this.tags = tags;
        }

        @Override
        public boolean hasNext() {
            while (next == null && numbers.hasNext()) {
                long number = numbers.next();
                next = versions.facts(number)
                        .map(facts -> new Entry(
                                facts, states.of(number), tags.getOrDefault(number, Collections.emptyList())))
                        .orElse(null);
            }
            return next != null;
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Entry entry = requireNonNull(next);
            next = null;
            return entry;
        }
    }

    /** The transactions that a version has: their ids as in its properties, with commas between them; null without one. */
    public static @Nullable String transactionsOf(VersionFacts facts) {
        String members = facts.properties().get(CommitMark.MEMBERS_PROPERTY);
        String own = facts.properties().get(CommitMark.ID_PROPERTY);
        if (members != null || own == null) {
            return members;
        }
        return own.replaceFirst("/(apply|undo)$", "");
    }
}
