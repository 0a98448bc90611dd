package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lancesql.storage.CommitHistory.Passage;
import org.lancesql.storage.RowTrace.Trace;
import org.roaringbitmap.RoaringBitmap;

/**
 * Takes back, on top of any HEAD, what a {@link TableChange} has published. Rows that it added go if they are as it left
 * them. Rows that it removed come back; where another row took the place of one, only if that goes: what others have made
 * of it stays.
 */
final class RowUndo implements HeadChange {
    private final TableStore store;
    private final LeasedTable base;
    private final TableChange change;
    private final Map<String, StagedFragment> added = new HashMap<>();
    private final CommitHistory history;
    private @Nullable StagedFragments restored;

    /**
     * An added fragment.
     *
     * @param first ordinal of its first row among those of its files
     */
    private record StagedFragment(RowIds replaced, long first) {}

    /** @param applied mark of the change */
    RowUndo(TableStore store, TableChange change, CommitMark applied) {
        this.store = store;
        this.base = (LeasedTable) change.base();
        this.change = change;
        this.history = new CommitHistory(
                store.cache(),
                base.dataset().key().directory(),
                base.tableVersion().table(),
                applied.id());
        for (StagedFiles files : change.added()) {
            StagedFragments staged = (StagedFragments) files;
            long first = 0;
            for (FragmentMetadata fragment : staged.fragments()) {
                added.put(path(fragment), new StagedFragment(staged.replaced(), first));
                first += fragment.getPhysicalRows();
            }
        }
    }

    private static String path(FragmentMetadata fragment) {
        return fragment.getFiles().get(0).getPath();
    }

    @Override
    public List<FragmentMetadata> staged() {
        return List.of();
    }

    @Override
    public boolean isChecked() {
        return false;
    }

    @Override
    public boolean passesReplacements() {
        return true;
    }

    @Override
    public Fitted fit(LeasedTable head) {
        StagedFragments unused = restored;
        restored = null;
        if (unused != null) {
            unused.delete();
        }
        TableVersion latest = head.tableVersion();
        long first = base.tableVersion().version();
        OptionalLong applied = history.check(first, latest.version()).own();
        if (applied.isEmpty()) {
            return Fitted.NOTHING;
        }
        Passage after = history.check(applied.getAsLong(), latest.version());
        if (after.obstacle() != null) {
            return Fitted.blocked(after.obstacle());
        }
        if (after.isReplaced()) {
            return Fitted.NOTHING;
        }
        TableVersion version = new TableVersion(latest.table(), applied.getAsLong());
        try (LeasedTable then = store.lease(head.dataset().key().directory(), version)) {
            return then == null ? Fitted.blocked("lost version " + applied.getAsLong()) : fit(then, head);
        }
    }

    private Fitted fit(LeasedTable then, LeasedTable head) {
        Map<Integer, StagedFragment> ours = new HashMap<>();
        RowSet.Builder rows = new RowSet.Builder();
        for (FragmentMetadata fragment : then.fragmentMetadata()) {
            StagedFragment known = added.get(path(fragment));
            if (known != null) {
                ours.put(fragment.getId(), known);
                rows.addAll(fragment.getId(), RoaringBitmap.bitmapOfRange(0, fragment.getPhysicalRows()));
            }
        }
        SharedColumns columns = SharedColumns.of(then, head);
        if (columns.obstacle() != null) {
            return Fitted.blocked(columns.obstacle());
        }
        RowSet all = rows.build();
        Trace trace = new RowTrace(then, head, columns, store.cache().allocator()).trace(all);
        if (trace.obstacle() != null) {
            return Fitted.blocked(trace.obstacle());
        }
        Map<Long, Long> returning = returning(ours, all, trace.kept());
        if (returning.isEmpty()) {
            return new Fitted(trace.found(), List.of(), null);
        }
        return restore(head, trace.found(), returning);
    }

    /** The removed rows that come back: their ids, in the order of their addresses. */
    private Map<Long, Long> returning(Map<Integer, StagedFragment> ours, RowSet all, RowSet kept) {
        Map<Long, Long> addresses = addresses();
        for (int id : all.fragments()) {
            StagedFragment fragment = requireNonNull(ours.get(id));
            if (fragment.replaced().isEmpty()) {
                continue;
            }
            RoaringBitmap changed = RoaringBitmap.andNot(all.offsets(id), kept.offsets(id));
            changed.forEach((int offset) -> addresses.remove(fragment.replaced().get(fragment.first() + offset)));
        }
        return addresses;
    }

    /** Ids and addresses of the removed rows. */
    private Map<Long, Long> addresses() {
        RowSet removed = change.removed();
        Map<Long, Long> addresses = new HashMap<>();
        if (removed.isEmpty()) {
            return addresses;
        }
        ScanRequest request = new ScanRequest(
                List.of(RowColumns.ID, RowColumns.ADDRESS),
                null,
                OptionalLong.empty(),
                0,
                List.of(),
                List.copyOf(removed.fragments()));
        BufferAllocator allocator = store.cache().allocator();
        try (BatchReader reader = base.scan(request, allocator)) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                BigIntVector ids = (BigIntVector) batch.getVector(0);
                BigIntVector places = (BigIntVector) batch.getVector(1);
                for (int i = 0; i < batch.getRowCount(); i++) {
                    if (removed.contains(places.get(i))) {
                        addresses.put(ids.get(i), places.get(i));
                    }
                }
            }
        }
        return addresses;
    }

    private Fitted restore(LeasedTable head, RowSet gone, Map<Long, Long> returning) {
        SharedColumns columns = SharedColumns.of(base, head);
        if (columns.obstacle() != null) {
            return Fitted.blocked(columns.obstacle());
        }
        Field unreadable = ComparedRows.unreadable(base.schema());
        if (unreadable != null) {
            return Fitted.blocked("has a column " + unreadable.getName() + " whose values cannot be read");
        }
        for (Field field : head.schema().getFields()) {
            if (!field.isNullable() && columns.baseOf(field.getName()) == null) {
                return Fitted.blocked("got a column " + field.getName()
                        + " that takes no nulls, and for which rows that would have to come back have no value,");
            }
        }
        List<Long> ids = new ArrayList<>(returning.keySet());
        ids.sort(null);
        StagedFragments files;
        try (ReturningRows rows =
                new ReturningRows(base, head, columns, ids, store.cache().allocator())) {
            files = store.writer().stage(head, rows);
            restored = files;
            if (head.hasStableRowIds()) {
                files = (StagedFragments) files.withRowIds(rows.written());
            }
        }
        if (files.rowCount() != ids.size()) {
            throw new IllegalStateException(
                    files.rowCount() + " of " + ids.size() + " rows of " + base.tableVersion() + " were found");
        }
        return new Fitted(gone, files.fragments(), null);
    }
}
