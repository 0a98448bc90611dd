package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds rows of one version in a later one.
 *
 * <p>A row is where it was as long as the data files of its fragment are the same and it is not in the deletion file. Of
 * rows whose fragment was rewritten, or is gone, tables with stable row ids know where they are now; such a row is taken
 * for the same only if its values are.
 */
final class RowTrace {
    /** Rows looked up at a time: their ids and addresses are in memory. */
    private static final int LOOKED_UP = 1 << 18;

    private final LeasedTable base;
    private final LeasedTable head;
    private final SharedColumns columns;
    private final BufferAllocator allocator;
    private final Map<Integer, FragmentMetadata> then;
    private final Map<Integer, FragmentMetadata> now;

    /** @param columns those of which the values have to be the same */
    RowTrace(LeasedTable base, LeasedTable head, SharedColumns columns, BufferAllocator allocator) {
        this.base = base;
        this.head = head;
        this.columns = columns;
        this.allocator = allocator;
        this.then = fragments(base);
        this.now = fragments(head);
    }

    private static Map<Integer, FragmentMetadata> fragments(LeasedTable table) {
        Map<Integer, FragmentMetadata> fragments = new HashMap<>();
        table.fragmentMetadata().forEach(fragment -> fragments.put(fragment.getId(), fragment));
        return fragments;
    }

    /**
     * What became of rows.
     *
     * @param kept those that are still there as they were; the others were changed or deleted
     * @param found where they are now
     * @param obstacle why that cannot be known of some, as a predicate on the table; null when it is known of all
     */
    record Trace(RowSet kept, RowSet found, @Nullable String obstacle) {
        private static Trace blocked(String obstacle) {
            return new Trace(RowSet.EMPTY, RowSet.EMPTY, obstacle);
        }
    }

    /** Collects a {@link Trace}. */
    private record Traced(RowSet.Builder kept, RowSet.Builder found) {
        void add(long before, long after) {
            kept.add(before);
            found.add(after);
        }

        void addInPlace(int fragment, RoaringBitmap offsets) {
            kept.addAll(fragment, offsets);
            found.addAll(fragment, offsets);
        }
    }

    Trace trace(RowSet rows) {
        Traced traced = new Traced(new RowSet.Builder(), new RowSet.Builder());
        RowSet.Builder moved = new RowSet.Builder();
        for (int id : rows.fragments()) {
            FragmentMetadata before = then.get(id);
            if (before == null) {
                throw new IllegalArgumentException("There is no fragment " + id + " in " + base.tableVersion());
            }
            RoaringBitmap offsets = rows.offsets(id);
            if (isInPlace(before)) {
                traced.addInPlace(id, alive(before, offsets));
            } else {
                moved.addAll(id, offsets);
            }
        }
        String obstacle = find(moved.build(), traced);
        return obstacle == null
                ? new Trace(traced.kept().build(), traced.found().build(), null)
                : Trace.blocked(obstacle);
    }

    /** Whether a fragment has the data files that it had, so that its rows are those at the same offsets. */
    private boolean isInPlace(FragmentMetadata before) {
        FragmentMetadata after = now.get(before.getId());
        return after != null && haveSameData(before, after);
    }

    /** Files that were added have values of added columns. */
    private static boolean haveSameData(FragmentMetadata before, FragmentMetadata after) {
        List<DataFile> left = before.getFiles();
        List<DataFile> right = after.getFiles();
        boolean same = left.size() <= right.size() && before.getPhysicalRows() == after.getPhysicalRows();
        for (int i = 0; same && i < left.size(); i++) {
            same = left.get(i).getPath().equals(right.get(i).getPath())
                    && Arrays.equals(left.get(i).getFields(), right.get(i).getFields());
        }
        return same;
    }

    /** Those of some rows of a fragment that is in place which were not deleted. */
    private RoaringBitmap alive(FragmentMetadata before, RoaringBitmap offsets) {
        FragmentMetadata after = requireNonNull(now.get(before.getId()));
        if (Objects.equals(before.getDeletionFile(), after.getDeletionFile())) {
            return offsets;
        }
        RoaringBitmap alive = new RoaringBitmap();
        scan(head, List.of(RowColumns.ADDRESS), List.of(before.getId()), batch -> {
            BigIntVector addresses = (BigIntVector) batch.getVector(0);
            for (int i = 0; i < batch.getRowCount(); i++) {
                alive.add((int) addresses.get(i));
            }
        });
        alive.and(offsets);
        return alive;
    }

    /** Adds where moved rows are; returns why that cannot be known, or null. */
    private @Nullable String find(RowSet moved, Traced traced) {
        if (moved.isEmpty()) {
            return null;
        }
        if (!base.hasStableRowIds()) {
            return "was compacted or rewritten, and has no stable row ids to follow its rows by,";
        }
        Field unreadable = ComparedRows.unreadable(base.schema());
        if (unreadable != null) {
            return "was compacted or rewritten, and has a column " + unreadable.getName()
                    + " whose values cannot be compared,";
        }
        List<Integer> candidates = now.values().stream()
                .filter(fragment -> !wasThere(fragment))
                .map(FragmentMetadata::getId)
                .sorted()
                .toList();
        List<Long> some = new ArrayList<>();
        for (int fragment : moved.fragments()) {
            for (long address : moved.addresses(fragment)) {
                some.add(address);
                if (some.size() == LOOKED_UP) {
                    find(some, candidates, traced);
                    some.clear();
                }
            }
        }
        if (!some.isEmpty()) {
            find(some, candidates, traced);
        }
        return null;
    }

    private boolean wasThere(FragmentMetadata fragment) {
        FragmentMetadata before = then.get(fragment.getId());
        return before != null && haveSameData(before, fragment);
    }

    private void find(List<Long> moved, List<Integer> candidates, Traced traced) {
        RowSet.Builder rows = new RowSet.Builder();
        moved.forEach(rows::add);
        RowSet set = rows.build();
        Map<Long, Long> before = addresses(base, List.copyOf(set.fragments()), set::contains, id -> true);
        if (before.size() != moved.size()) {
            throw new IllegalArgumentException("Some of " + moved.size() + " rows are not in " + base.tableVersion());
        }
        Map<Long, Long> after =
                candidates.isEmpty() ? Map.of() : addresses(head, candidates, address -> true, before::containsKey);
        for (long id : new ComparedRows(base, head, columns, allocator).same(after.keySet())) {
            traced.add(requireNonNull(before.get(id)), requireNonNull(after.get(id)));
        }
    }

    /** Row ids and addresses of the rows of some fragments for which both conditions hold. */
    private Map<Long, Long> addresses(
            LeasedTable table, List<Integer> fragments, LongPredicate isAddress, LongPredicate isId) {
        Map<Long, Long> found = new HashMap<>();
        scan(table, List.of(RowColumns.ID, RowColumns.ADDRESS), fragments, batch -> {
            BigIntVector ids = (BigIntVector) batch.getVector(0);
            BigIntVector addresses = (BigIntVector) batch.getVector(1);
            for (int i = 0; i < batch.getRowCount(); i++) {
                if (isAddress.test(addresses.get(i)) && isId.test(ids.get(i))) {
                    found.put(ids.get(i), addresses.get(i));
                }
            }
        });
        return found;
    }

    private void scan(
            LeasedTable table, List<String> columns, List<Integer> fragments, Consumer<VectorSchemaRoot> action) {
        ScanRequest request = new ScanRequest(columns, null, OptionalLong.empty(), 0, List.of(), fragments);
        try (BatchReader reader = table.scan(request, allocator)) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                action.accept(batch);
            }
        }
    }
}
