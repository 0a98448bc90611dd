package org.lancesql.sqltests;

import java.util.List;

/**
 * What a statement does to what it sees.
 *
 * @param count its update count, or {@link #UNCOUNTED}
 * @param error SQLSTATE with which it fails and changes nothing, or null
 */
record ModelEffect(List<ModelRow> removed, List<ModelRow> added, long count, String error) {
    static final long UNCOUNTED = -1;

    ModelEffect {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    static ModelEffect adding(List<ModelRow> added) {
        return new ModelEffect(List.of(), added, added.size(), null);
    }

    static ModelEffect removing(List<ModelRow> removed) {
        return new ModelEffect(removed, List.of(), removed.size(), null);
    }

    static ModelEffect replacing(List<ModelRow> removed, List<ModelRow> added) {
        return new ModelEffect(removed, added, added.size(), null);
    }

    static ModelEffect failing(String sqlState) {
        return new ModelEffect(List.of(), List.of(), 0, sqlState);
    }
}
