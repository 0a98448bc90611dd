package org.lancesql.mutation.constraints;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.hash.KeyTable;
import org.lancesql.mutation.constraints.KeyChecks.Rows;
import org.lancesql.storage.IndexUse;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.RowColumns;
import org.lancesql.storage.RowSet;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableHandle.FragmentInfo;
import org.lancesql.storage.TableIndex;

/**
 * Looks for keys of new rows among the rows of a version. Filters say which fragments may have which keys; an index on the
 * key spares them when there are few keys. What is left is read and compared.
 */
final class StoredKeys {
    private static final long UNCOVERED_ROWS = 1_000_000;
    /** Filter lookups that cost as much as reading and comparing one key. */
    private static final long LOOKUPS_PER_ROW = 4;

    private static final String STORED = "a row with it exists already";

    private final KeyColumns columns;
    private final KeyFilters filters;
    private final BufferAllocator allocator;

    StoredKeys(KeyColumns columns, KeyFilters filters, BufferAllocator allocator) {
        this.columns = columns;
        this.filters = filters;
        this.allocator = allocator;
    }

    /** Where to look. */
    private record Place(
            List<FragmentInfo> fragments, @Nullable Predicate predicate) {}

    /**
     * Throws when one of the fragments has a row, not removed, with the key of a new row.
     *
     * @param fragments of this version
     * @param added the new rows
     * @param wanted a table that has their keys, and maybe others that are not among the fragments' rows
     */
    void requireAbsent(TableHandle table, List<FragmentInfo> fragments, Rows added, KeyTable wanted, RowSet removed) {
        if (fragments.isEmpty() || wanted.size() == 0) {
            return;
        }
        Optional<Place> indexed = indexed(table, fragments, added);
        Place place = indexed.isPresent() ? indexed.get() : filtered(table, fragments, added);
        if (place.fragments.isEmpty()) {
            return;
        }
        List<String> names = Stream.concat(columns.names().stream(), Stream.of(RowColumns.ADDRESS))
                .toList();
        boolean all = place.fragments.size() == table.fragments().size();
        List<Integer> ids =
                all ? List.of() : place.fragments.stream().map(FragmentInfo::id).toList();
        ScanRequest request = new ScanRequest(names, place.predicate, OptionalLong.empty(), 0, List.of(), ids);
        KeyColumns.forEach(table.scan(request, allocator), allocator, batch -> requireOthers(batch, wanted, removed));
    }

    private void requireOthers(Batch batch, KeyTable wanted, RowSet removed) {
        int[] numbers = wanted.find(batch, columns.positions(), batch.selection());
        BigIntVector addresses = (BigIntVector) batch.column(batch.columnCount() - 1);
        for (int row = 0; row < numbers.length; row++) {
            if (numbers[row] != KeyTable.NONE && !removed.contains(addresses.get(row))) {
                throw columns.duplicate(batch, row, STORED);
            }
        }
    }

    /** All fragments with a condition that an index serves; empty when none does. */
    private Optional<Place> indexed(TableHandle table, List<FragmentInfo> fragments, Rows added) {
        if (added.count() > KeyLiterals.MOST
                || fragments.size() < table.fragments().size()) {
            return Optional.empty();
        }
        List<TableIndex> covering = table.indexes().stream()
                .filter(index -> index.rowsCovered() + UNCOVERED_ROWS >= table.rowCount())
                .toList();
        if (covering.isEmpty()) {
            return Optional.empty();
        }
        KeyLiterals literals = new KeyLiterals(columns);
        try (KeyHashes hashes = new KeyHashes(columns, allocator)) {
            KeyColumns.forEach(added.read(columns.names(), allocator), allocator, batch -> {
                hashes.load(batch);
                for (int row = 0; row < batch.rowCount(); row++) {
                    if (!hashes.isNull(row)) {
                        literals.add(batch, row);
                    }
                }
            });
        }
        return literals.predicate()
                .filter(predicate ->
                        !IndexUse.serving(predicate, table.indexes()).isEmpty())
                .filter(predicate -> IndexUse.serving(predicate, table.indexes()).stream()
                        .anyMatch(name ->
                                covering.stream().anyMatch(index -> index.name().equals(name))))
                .map(predicate -> new Place(fragments, predicate));
    }

    /** The fragments that may have any of the keys, with a condition when these are few. */
    private Place filtered(TableHandle table, List<FragmentInfo> fragments, Rows added) {
        List<KeyFilter> known = filters.of(table, columns, fragments, allocator);
        long rows = fragments.stream().mapToLong(FragmentInfo::rowCount).sum();
        boolean byRow = added.count() <= LOOKUPS_PER_ROW * rows / fragments.size();
        Search search = new Search(known, byRow);
        try (KeyHashes hashes = new KeyHashes(columns, allocator)) {
            KeyColumns.forEach(added.read(columns.names(), allocator), allocator, batch -> {
                hashes.load(batch);
                search.look(batch, hashes);
            });
        }
        List<FragmentInfo> candidates =
                search.found.stream().mapToObj(fragments::get).toList();
        return new Place(candidates, search.literals.predicate().orElse(null));
    }

    /** Asks the filters of all fragments for batches of keys. */
    private final class Search {
        private final List<KeyFilter> known;
        private final boolean byRow;
        private final BitSet found = new BitSet();
        private final KeyLiterals literals = new KeyLiterals(columns);

        /** @param byRow whether each key is looked up, else only the range of a batch */
        Search(List<KeyFilter> known, boolean byRow) {
            this.known = known;
            this.byRow = byRow;
        }

        void look(Batch batch, KeyHashes hashes) {
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            for (int row = 0; row < batch.rowCount(); row++) {
                if (!hashes.isNull(row)) {
                    least = Math.min(least, hashes.value(row));
                    greatest = Math.max(greatest, hashes.value(row));
                }
            }
            boolean[] suspects = new boolean[batch.rowCount()];
            for (int i = 0; i < known.size(); i++) {
                if (least > greatest || !known.get(i).overlaps(least, greatest)) {
                    continue;
                }
                if (byRow) {
                    look(i, batch.rowCount(), hashes, suspects);
                } else {
                    found.set(i);
                    Arrays.fill(suspects, true);
                }
            }
            for (int row = 0; row < suspects.length; row++) {
                if (suspects[row] && !hashes.isNull(row)) {
                    literals.add(batch, row);
                }
            }
        }

        private void look(int fragment, int rows, KeyHashes hashes, boolean[] suspects) {
            KeyFilter filter = known.get(fragment);
            boolean any = false;
            for (int row = 0; row < rows; row++) {
                if (!hashes.isNull(row) && filter.mayHave(hashes.hash(row), hashes.value(row))) {
                    suspects[row] = true;
                    any = true;
                }
            }
            if (any) {
                found.set(fragment);
            }
        }
    }
}
