package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What somebody sees of the model's table.
 *
 * @param hasExtra whether there is the column {@code x}, which comes and goes
 */
record ModelState(List<ModelRow> rows, boolean hasExtra) {
    ModelState {
        rows = List.copyOf(rows);
    }

    List<ModelRow> where(Predicate<ModelRow> condition) {
        return rows.stream().filter(condition).toList();
    }

    ModelState after(ModelEffect effect) {
        List<ModelRow> result = new ArrayList<>(rows);
        result.removeAll(effect.removed());
        result.addAll(effect.added());
        return new ModelState(result, hasExtra);
    }

    List<List<Object>> values() {
        return rows.stream().map(row -> row.values(hasExtra)).toList();
    }
}
