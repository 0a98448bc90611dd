package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows to remove and staged rows to add, to be published as one version.
 *
 * @param base version that the addresses of {@code removed} belong to; borrowed, and open until the commit is over
 * @param removed rows of the base that go
 * @param added staged against the base or a later version with the same columns
 * @param check asked before each attempt to publish; a change that has one never passes another that has one unseen
 */
public record TableChange(
        TableHandle base,
        RowSet removed,
        List<StagedFiles> added,
        @Nullable HeadCheck check) {
    public TableChange {
        requireNonNull(base, "base is null");
        requireNonNull(removed, "removed is null");
        added = List.copyOf(added);
    }

    public boolean isEmpty() {
        return removed.isEmpty() && added.stream().allMatch(files -> files.rowCount() == 0);
    }

    /** Whether rows fit a version of the table that the change was not made against. */
    public interface HeadCheck {
        /**
         * Throws what the user is to see when the change does not fit.
         *
         * @param head the version that the change is about to follow; borrowed
         * @param removed the rows that go, as addresses in that version
         */
        void check(TableHandle head, RowSet removed);
    }
}
