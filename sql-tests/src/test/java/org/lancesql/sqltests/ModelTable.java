package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

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
    private final Map<ModelRow, ModelRow> successors = new IdentityHashMap<>();
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

    /** Adds or drops the extra column, which leaves each row with another value in it. */
    void changeColumns(boolean hasExtra, UnaryOperator<ModelRow> change) {
        List<ModelRow> changed = new ArrayList<>();
        for (ModelRow row : state.rows()) {
            ModelRow successor = change.apply(row);
            successors.put(row, successor);
            changed.add(successor);
        }
        state = new ModelState(changed, hasExtra);
        columnChanges++;
    }

    /** What has become of rows in changes of columns. */
    List<ModelRow> current(Collection<ModelRow> rows) {
        return rows.stream().map(this::current).toList();
    }

    private ModelRow current(ModelRow row) {
        ModelRow current = row;
        while (successors.containsKey(current)) {
            current = successors.get(current);
        }
        return current;
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
