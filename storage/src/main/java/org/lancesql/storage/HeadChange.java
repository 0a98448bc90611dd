package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;

/** What a {@link FencedCommit} puts on top of a HEAD. */
interface HeadChange {
    /** Files that were written for it beforehand. */
    List<FragmentMetadata> staged();

    /** Whether it was held against the rows of HEAD, so that another one that was, too, cannot pass it unseen. */
    boolean isChecked();

    /** Whether it can follow versions that replaced the table. */
    boolean passesReplacements();

    /** The change as one of a HEAD. What it added for an earlier HEAD was not published. */
    Fitted fit(LeasedTable head);

    /**
     * A change of one HEAD.
     *
     * @param removed rows of HEAD that go
     * @param added files with new rows
     * @param obstacle why the change does not fit, as a predicate on the table; null when it does
     */
    record Fitted(
            RowSet removed,
            List<FragmentMetadata> added,
            @Nullable String obstacle) {
        /** Nothing but the fence. */
        static final Fitted NOTHING = new Fitted(RowSet.EMPTY, List.of(), null);

        public Fitted {
            requireNonNull(removed, "removed is null");
            added = List.copyOf(added);
        }

        static Fitted blocked(String obstacle) {
            return new Fitted(RowSet.EMPTY, List.of(), obstacle);
        }
    }
}
