package org.lancesql.sqltests;

import java.util.List;
import java.util.function.Function;
import org.lancesql.mutation.session.MutationKind;

/**
 * A statement and what it is to do.
 *
 * @param batch values of the parameters of each member when it is to run as a batch, else empty
 * @param isUpsert whether it has ON CONFLICT
 */
record ModelStatement(
        String sql,
        MutationKind kind,
        List<List<Object>> batch,
        boolean isUpsert,
        Function<ModelState, ModelEffect> effect) {
    /** An INSERT of rows as a batch of one member for each. */
    static ModelStatement batch(String sql, List<ModelRow> rows) {
        List<List<Object>> members = rows.stream().map(row -> row.values(false)).toList();
        return new ModelStatement(sql, MutationKind.ADD, members, false, state -> ModelEffect.adding(rows));
    }

    static ModelStatement of(MutationKind kind, String sql, Function<ModelState, ModelEffect> effect) {
        return new ModelStatement(sql, kind, List.of(), false, effect);
    }

    @Override
    public String toString() {
        return batch.isEmpty() ? sql : sql + " " + batch;
    }
}
