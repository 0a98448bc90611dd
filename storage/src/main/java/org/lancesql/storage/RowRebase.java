package org.lancesql.storage;

import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.RowTrace.Trace;

/** Finds rows of one version in a later one that has the same columns: all of them, or none. */
final class RowRebase {
    private final LeasedTable base;
    private final LeasedTable head;
    private final BufferAllocator allocator;

    RowRebase(LeasedTable base, LeasedTable head, BufferAllocator allocator) {
        this.base = base;
        this.head = head;
        this.allocator = allocator;
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
        Trace trace = new RowTrace(base, head, SharedColumns.same(base), allocator).trace(rows);
        if (trace.obstacle() != null) {
            return Rebased.blocked(trace.obstacle());
        }
        return trace.found().size() == rows.size()
                ? new Rebased(trace.found(), null)
                : Rebased.blocked("changed in the same rows");
    }
}
