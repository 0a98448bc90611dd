package org.lancesql.calcite.rowhistory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.FragmentChanges;
import org.lancesql.storage.TableVersions;
import org.lancesql.storage.VersionFacts;

/**
 * The versions in which rows changed, oldest first. Of each version only the fragments are read that the version before it
 * does not have.
 *
 * <p>The rows are those that have the key in some version. Where rows keep their ids they are followed from there on, even
 * when their key changes; elsewhere a row that goes and one that comes with the same key, in one version, are one row that
 * was changed.
 */
final class RowStory implements Iterator<List<@Nullable Object>> {
    private final Iterator<Long> numbers;
    private final TableVersions versions;
    private final KeyedRows source;
    private final Deque<List<@Nullable Object>> ready = new ArrayDeque<>();
    private List<KeyedRow> rows = List.of();
    private long before;

    RowStory(List<Long> numbers, TableVersions versions, KeyedRows source) {
        this.numbers = numbers.iterator();
        this.versions = versions;
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && numbers.hasNext()) {
            read(numbers.next());
        }
        return !ready.isEmpty();
    }

    private void read(long version) {
        // Of a version that was cleaned up meanwhile, what it changed shows in the next.
        Optional<FragmentChanges> changes = before == 0 ? versions.all(version) : versions.changes(before, version);
        if (changes.isPresent()) {
            if (!changes.get().isEmpty()) {
                compare(version, changes.get());
            }
            before = version;
        }
    }

    private void compare(long version, FragmentChanges changes) {
        List<KeyedRow> kept = new ArrayList<>();
        List<KeyedRow> old = new ArrayList<>();
        for (KeyedRow row : rows) {
            (changes.before().contains(row.fragment()) ? old : kept).add(row);
        }
        List<KeyedRow> found = source.read(version, changes.after(), lost(old));
        List<Change> made = changes(old, found);
        if (!made.isEmpty()) {
            Instant at = versions.facts(version).map(VersionFacts::committedAt).orElse(null);
            made.forEach(change -> ready.add(change.row(version, at)));
        }
        kept.addAll(found);
        rows = kept;
    }

    /** Ids of rows that were there, which are looked for under any key. */
    private static Set<Long> lost(Collection<KeyedRow> old) {
        Set<Long> ids = new HashSet<>();
        old.forEach(row -> {
            if (row.id() != null) {
                ids.add(row.id());
            }
        });
        return ids;
    }

    private record Change(String kind, KeyedRow row) {
        List<@Nullable Object> row(long version, @Nullable Instant at) {
            List<@Nullable Object> values = new ArrayList<>(Arrays.asList(version, at, kind));
            values.addAll(row.values());
            return values;
        }
    }

    private static List<Change> changes(List<KeyedRow> old, List<KeyedRow> found) {
        List<Change> changes = new ArrayList<>();
        List<KeyedRow> gone = new ArrayList<>(old);
        List<KeyedRow> come = new ArrayList<>();
        Map<Long, KeyedRow> byId = new LinkedHashMap<>();
        old.stream().filter(row -> row.id() != null).forEach(row -> byId.put(requireNonNull(row.id()), row));
        for (KeyedRow row : found) {
            KeyedRow same = row.id() == null ? null : byId.get(row.id());
            if (same == null) {
                come.add(row);
            } else {
                gone.remove(same);
                if (!same.hasValuesOf(row)) {
                    changes.add(new Change("update", row));
                }
            }
        }
        come.removeIf(row -> removeEqual(gone, row));
        for (KeyedRow row : come) {
            changes.add(new Change(gone.isEmpty() ? "insert" : "update", row));
            if (!gone.isEmpty()) {
                gone.remove(0);
            }
        }
        gone.forEach(row -> changes.add(new Change("delete", row)));
        return changes;
    }

    /** A row that was moved as it is. */
    private static boolean removeEqual(List<KeyedRow> gone, KeyedRow row) {
        for (int i = 0; i < gone.size(); i++) {
            if (gone.get(i).hasValuesOf(row)) {
                gone.remove(i);
                return true;
            }
        }
        return false;
    }

    @Override
    public List<@Nullable Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}
