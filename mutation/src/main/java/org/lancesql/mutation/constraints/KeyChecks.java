package org.lancesql.mutation.constraints;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.RowSet;
import org.lancesql.storage.TableChange.HeadCheck;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableHandle.FragmentInfo;

/**
 * Keeps the keys of one table unique within one transaction: the rows that a statement adds are held against one another,
 * against what the transaction has added before, and against the rows of its base that are still there; at the commit all
 * that it adds, against what others have added since. Used by one thread at a time.
 */
public final class KeyChecks implements AutoCloseable {
    private final List<KeyCheck> checks = new ArrayList<>();

    /** Added rows of the table, which may be read several times. */
    public interface Rows {
        long count();

        /** The rows in any order, each time in the same. */
        BatchReader read(List<String> columns, BufferAllocator allocator);
    }

    /** A state of pending rows whose keys were found unique; it can be gone on from. */
    public static final class Checked {
        private final long rows;

        Checked(long rows) {
            this.rows = rows;
        }

        /** Pending rows of this state. */
        long rows() {
            return rows;
        }
    }

    private KeyChecks() {}

    /**
     * The checks of a table, or null when it has no keys.
     *
     * @param allocator memory for the keys of pending rows
     * @throws org.lancesql.storage.StorageException NEWER_FORMAT when the table has constraints of a later program
     */
    public static @Nullable KeyChecks of(TableHandle base, KeyFilters filters, BufferAllocator allocator) {
        String table = base.tableVersion().table();
        TableConstraints constraints = TableConstraints.of(base.metadata()).requireKnown(table);
        if (constraints.keys().isEmpty()) {
            return null;
        }
        KeyChecks all = new KeyChecks();
        for (TableConstraints.Key key : constraints.keys()) {
            all.checks.add(new KeyCheck(new KeyColumns(table, key, base.schema()), filters, allocator));
        }
        return all;
    }

    /**
     * Checks one statement at its end. When it throws, the state that the statement started from stays the one to go on
     * from.
     *
     * @param before what this method gave for the state that the statement started from; null when nothing was pending
     * @param added the rows that the statement adds
     * @param kept rows that were added before and are still there after the statement
     * @param removed rows of the base that are gone after the statement
     * @throws ConstraintViolationException when a key would be there twice
     */
    public Checked check(TableHandle base, @Nullable Checked before, Rows added, Rows kept, RowSet removed) {
        Checked after = new Checked(kept.count() + added.count());
        for (KeyCheck check : checks) {
            check.check(base, before, after, added, kept, removed);
        }
        return after;
    }

    /**
     * The check of a commit.
     *
     * @param base version that the pending rows were checked against
     * @param pending all added rows that are still there; read while the check runs
     */
    public HeadCheck headCheck(TableHandle base, Rows pending) {
        Set<List<String>> checked = new HashSet<>();
        base.fragments().forEach(fragment -> checked.add(fragment.files()));
        return (head, removed) -> {
            List<FragmentInfo> added = head.fragments().stream()
                    .filter(fragment -> !checked.contains(fragment.files()))
                    .toList();
            if (!added.isEmpty() && pending.count() > 0) {
                checks.forEach(check -> check.requireAbsent(head, added, pending, removed));
            }
        };
    }

    @Override
    public void close() {
        checks.forEach(KeyCheck::close);
    }
}
