package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import org.lancesql.mutation.pending.PendingRows;

/** A share of the state of one table, which may give way to another share. */
final class SavedRows implements AutoCloseable {
    private PendingRows rows;

    /** @param rows a share that is taken over */
    SavedRows(PendingRows rows) {
        this.rows = requireNonNull(rows, "rows is null");
    }

    PendingRows rows() {
        return rows;
    }

    boolean isChanged() {
        return !rows.isEmpty();
    }

    /** @param newRows a share that is taken over */
    void install(PendingRows newRows) {
        PendingRows old = rows;
        rows = newRows;
        old.release();
    }

    @Override
    public void close() {
        rows.release();
    }
}
