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
final class RowRebase {
    /** Rows looked up at a time: their ids and addresses are in memory. */
    private static final int LOOKED_UP = 1 << 18;

    private final LeasedTable base;
    private final LeasedTable head;
    private final BufferAllocator allocator;
    private Map<Integer, FragmentMetadata> then = Map.of();
    private Map<Integer, FragmentMetadata> now = Map.of();

    RowRebase(LeasedTable base, LeasedTable head, BufferAllocator allocator) {
        this.base = base;
        this.head = head;
        this.allocator = allocator;
    }

    private static Map<Integer, FragmentMetadata> fragments(LeasedTable table) {
        Map<Integer, FragmentMetadata> fragments = new HashMap<>();
        table.fragmentMetadata().forEach(fragment -> fragments.put(fragment.getId(), fragment));
        return fragments;
    }

    /**
     * Where rows are now.
     *
     * @param obstacle why they cannot be found, as a predicate on the table; null when all were
     */
    record Rebased(RowSet rows, @Nullable String obstacle) {
        private static Rebased blocked(String obstacle) {
            return new Rebased(RowSet.EMPTY, obstacle);
        }
    }

    Rebased rebase(RowSet rows) {
        if (rows.isEmpty() || base.tableVersion().equals(head.tableVersion())) {
            return new Rebased(rows, null);
        }
        then = fragments(base);
        now = fragments(head);
        RowSet.Builder found = new RowSet.Builder();
        RowSet.Builder moved = new RowSet.Builder();
        for (int id : rows.fragments()) {
            FragmentMetadata before = then.get(id);
            if (before == null) {
                throw new IllegalArgumentException("There is no fragment " + id + " in " + base.tableVersion());
            }
            RoaringBitmap offsets = rows.offsets(id);
            if (!isInPlace(before)) {
                moved.addAll(id, offsets);
            } else if (isAlive(before, offsets)) {
                found.addAll(id, offsets);
            } else {
                return Rebased.blocked("changed in the same rows");
            }
        }
        String obstacle = find(moved.build(), found);
        return obstacle == null ? new Rebased(found.build(), null) : Rebased.blocked(obstacle);
    }

    /** Whether a fragment has the data files that it had, so that its rows are those at the same offsets. */
    private boolean isInPlace(FragmentMetadata before) {
        FragmentMetadata after = now.get(before.getId());
        return after != null && haveSameData(before, after);
    }

    private static boolean haveSameData(FragmentMetadata before, FragmentMetadata after) {
        List<DataFile> left = before.getFiles();
        List<DataFile> right = after.getFiles();
        boolean same = left.size() == right.size() && before.getPhysicalRows() == after.getPhysicalRows();
        for (int i = 0; same && i < left.size(); i++) {
            same = left.get(i).getPath().equals(right.get(i).getPath())
                    && Arrays.equals(left.get(i).getFields(), right.get(i).getFields());
        }
        return same;
    }

    /** Whether none of some rows of a fragment that is in place was deleted. */
    private boolean isAlive(FragmentMetadata before, RoaringBitmap offsets) {
        FragmentMetadata after = requireNonNull(now.get(before.getId()));
        if (Objects.equals(before.getDeletionFile(), after.getDeletionFile())) {
            return true;
        }
        RoaringBitmap alive = new RoaringBitmap();
        scan(head, List.of(RowColumns.ADDRESS), List.of(before.getId()), batch -> {
            BigIntVector addresses = (BigIntVector) batch.getVector(0);
            for (int i = 0; i < batch.getRowCount(); i++) {
                alive.add((int) addresses.get(i));
            }
        });
        return alive.contains(offsets);
    }

    /** Adds to {@code found} where moved rows are; returns why that cannot be known, or null. */
    private @Nullable String find(RowSet moved, RowSet.Builder found) {
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
                    String obstacle = find(some, candidates, found);
                    if (obstacle != null) {
                        return obstacle;
                    }
                    some.clear();
                }
            }
        }
        return some.isEmpty() ? null : find(some, candidates, found);
    }

    private boolean wasThere(FragmentMetadata fragment) {
        FragmentMetadata before = then.get(fragment.getId());
        return before != null && haveSameData(before, fragment);
    }

    private @Nullable String find(List<Long> moved, List<Integer> candidates, RowSet.Builder found) {
        RowSet.Builder rows = new RowSet.Builder();
        moved.forEach(rows::add);
        RowSet set = rows.build();
        Map<Long, Long> before = addresses(base, List.copyOf(set.fragments()), set::contains, id -> true);
        if (before.size() != moved.size()) {
            throw new IllegalArgumentException("Some of " + moved.size() + " rows are not in " + base.tableVersion());
        }
        Map<Long, Long> after =
                candidates.isEmpty() ? Map.of() : addresses(head, candidates, address -> true, before::containsKey);
        if (after.size() != before.size() || !new ComparedRows(base, head, allocator).areSame(before.keySet())) {
            return "changed in the same rows";
        }
        after.values().forEach(found::add);
        return null;
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
