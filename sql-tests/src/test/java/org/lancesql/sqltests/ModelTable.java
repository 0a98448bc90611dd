package org.lancesql.sqltests;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What is committed, and what has happened to the table that a transaction from before must notice. */
final class ModelTable {
    /** Whether {@code id} is unique. */
    enum Key {
        NONE,
        /** Any number of rows may have no key. */
        UNIQUE,
        PRIMARY
    }

    private final Key key;
    private final boolean hasStableRowIds;
    private ModelState state;
    private int columnChanges;
    private int compactions;

    /**
     * @param hasStableRowIds whether a row can be found again after a compaction
     */
    ModelTable(Key key, boolean hasStableRowIds, List<ModelRow> rows) {
        this.key = key;
        this.hasStableRowIds = hasStableRowIds;
        this.state = new ModelState(rows, false);
    }

    Key key() {
        return key;
    }

    boolean isKeyed() {
        return key != Key.NONE;
    }

    boolean hasStableRowIds() {
        return hasStableRowIds;
    }

    ModelState state() {
        return state;
    }

    int columnChanges() {
        return columnChanges;
    }

    int compactions() {
        return compactions;
    }

    void apply(ModelEffect effect) {
        state = state.after(effect);
    }

    void changeColumns(ModelState newState) {
        state = newState;
        columnChanges++;
    }

    void compacted() {
        compactions++;
    }

    /** Whether all of the rows are still there, each unchanged. */
    boolean hasAll(Collection<ModelRow> rows) {
        Set<ModelRow> present = Collections.newSetFromMap(new IdentityHashMap<>());
        present.addAll(state.rows());
        return present.containsAll(rows);
    }

    /** Whether a key would be there twice if rows were replaced by others. */
    boolean wouldHaveDuplicates(Collection<ModelRow> removed, Collection<ModelRow> added) {
        return isKeyed() && hasDuplicates(state, removed, added);
    }

    /** Whether a key of added rows is there twice among them and what is left; a row without a key has none in common. */
    static boolean hasDuplicates(ModelState before, Collection<ModelRow> removed, Collection<ModelRow> added) {
        Set<ModelRow> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.addAll(removed);
        Set<Long> keys = new HashSet<>();
        for (ModelRow row : before.rows()) {
            if (!gone.contains(row) && row.id() != null) {
                keys.add(row.id());
            }
        }
        for (ModelRow row : added) {
            if (row.id() != null && !keys.add(row.id())) {
                return true;
            }
        }
        return false;
    }
}
