package org.lancesql.mutation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The moments of a commit between which a program may end, in the order in which they come. Tests watch them, and end the
 * program or let others run there; whoever drives a commit passes them, its owner or another.
 */
public enum CommitStep {
    /** HEAD of a table is known, and the log has not been asked yet whether the commit may follow it. */
    SINGLE_PINNED,
    /** The only table has its new version, which is not acknowledged yet. */
    SINGLE_COMMITTED,
    /** The files of all tables are written. */
    STAGED,
    /** The plan file is on disk. */
    PLANNED,
    /** The log has the record. */
    PREPARED,
    /** HEAD of a table is known, and the log has not been asked yet whether the changes may follow it. */
    APPLY_PINNED,
    /** A table has the changes. */
    APPLIED,
    /** The log says that the changes are to be taken back. */
    UNDO_SET,
    /** HEAD of a table is known, and the log has not been asked yet whether the undoing may follow it. */
    UNDO_PINNED,
    /** The changes of a table are taken back. */
    UNDONE,
    /** The log has the outcome. */
    DECIDED,
    /** Outcomes are in the history. */
    IN_HISTORY,
    /** The plan files of transactions in the history are deleted. */
    PLANS_DELETED,
    /** The log has forgotten outcomes that are in the history. */
    PRUNED;

    private static volatile @Nullable Consumer<CommitStep> observer;

    /** @param newObserver called by whoever reaches a step, on its thread, before it goes on; null for nobody */
    public static void observe(@Nullable Consumer<CommitStep> newObserver) {
        observer = newObserver;
    }

    /** Tells the observer, if there is one. */
    public void reached() {
        Consumer<CommitStep> current = observer;
        if (current != null) {
            current.accept(this);
        }
    }
}
