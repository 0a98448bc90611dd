package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.constraints.KeyChecks.Checked;
import org.lancesql.mutation.pending.PendingRows;

/** A share of the state of one table, which may give way to another share. */
final class SavedRows implements AutoCloseable {
    private PendingRows rows;
    private @Nullable Checked checked;

    /**
     * The first state.
     *
     * @param rows a share that is taken over
     * @param checked tells that the keys of the rows, and maybe of more, are unique; null where nobody needs to know
     */
    SavedRows(PendingRows rows, @Nullable Checked checked) {
        this.rows = requireNonNull(rows, "rows is null");
        this.checked = checked;
    }

    PendingRows rows() {
        return rows;
    }

    @Nullable Checked checked() {
        return checked;
    }

    boolean isChanged() {
        return !rows.isEmpty();
    }

    /** Another share of the same state. */
    SavedRows share() {
        return new SavedRows(rows.retain(), checked);
    }

    /** @param newRows a share that is taken over */
    void install(PendingRows newRows, @Nullable Checked newChecked) {
        PendingRows old = rows;
        rows = newRows;
        checked = newChecked;
        old.release();
    }

    @Override
    public void close() {
        rows.release();
    }
}
