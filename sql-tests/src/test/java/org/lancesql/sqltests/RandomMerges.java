package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.lancesql.mutation.session.MutationKind;

/** Random MERGE statements, of each kind that the mixed-mutation rule knows. */
final class RandomMerges {
    private static final String UPDATE = " WHEN MATCHED THEN UPDATE SET n = v.n, s = v.s";
    private static final String DELETE_LARGE = " WHEN MATCHED AND v.n >= 5 THEN DELETE";
    private static final String DELETE = " WHEN MATCHED THEN DELETE";
    private static final String INSERT = " WHEN NOT MATCHED THEN INSERT (id, n, s) VALUES (v.id, v.n, v.s)";
    private static final String DELETE_OTHERS = " WHEN NOT MATCHED BY SOURCE AND t.n IS NULL THEN DELETE";
    private static final int LARGE = 5;

    private final Random random;
    private final RandomMutations mutations;

    RandomMerges(Random random, RandomMutations mutations) {
        this.random = random;
        this.mutations = mutations;
    }

    ModelStatement next(ModelState seen) {
        Map<Long, ModelRow> source = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            ModelRow row = mutations.rowOf((long) random.nextInt(RandomMutations.IDS));
            source.put(
                    row.id(),
                    row.withNumber(random.nextInt(RandomMutations.NUMBERS)).withText("merged"));
        }
        return switch (random.nextInt(6)) {
            case 0, 1 -> merge(MutationKind.ADD, source, UPDATE + INSERT, state -> add(state, source, true));
            case 2 -> merge(MutationKind.ADD, source, INSERT, state -> add(state, source, false));
            case 3 -> merge(MutationKind.REMOVE, source, DELETE, state -> ModelEffect.removing(matched(state, source)));
            case 4 ->
                merge(
                        MutationKind.MIXED,
                        source,
                        DELETE_LARGE + UPDATE + INSERT + DELETE_OTHERS,
                        state -> mixed(state, source));
            default -> twice(seen, source);
        };
    }

    private static ModelStatement merge(
            MutationKind kind,
            Map<Long, ModelRow> source,
            String clauses,
            java.util.function.Function<ModelState, ModelEffect> effect) {
        return ModelStatement.of(kind, head(RandomMutations.literals(source.values())) + clauses, effect);
    }

    private static String head(String values) {
        return "MERGE INTO t USING (VALUES " + values + ") AS v (id, n, s) ON t.id = v.id";
    }

    private static List<ModelRow> matched(ModelState state, Map<Long, ModelRow> source) {
        return state.where(row -> row.id() != null && source.containsKey(row.id()));
    }

    private static ModelEffect add(ModelState state, Map<Long, ModelRow> source, boolean isUpdate) {
        List<ModelRow> old = matched(state, source);
        Map<Long, ModelRow> fresh = new LinkedHashMap<>(source);
        old.forEach(row -> fresh.remove(row.id()));
        List<ModelRow> added = new ArrayList<>(fresh.values());
        if (!isUpdate) {
            return ModelEffect.adding(added);
        }
        old.forEach(row -> added.add(updated(row, source)));
        return ModelEffect.replacing(old, added);
    }

    private static ModelRow updated(ModelRow row, Map<Long, ModelRow> source) {
        ModelRow values = source.get(row.id());
        return row.withNumber(values.number()).withText(values.text());
    }

    private static ModelEffect mixed(ModelState state, Map<Long, ModelRow> source) {
        ModelEffect effect = add(state, source, true);
        List<ModelRow> removed = new ArrayList<>(effect.removed());
        removed.addAll(state.where(row -> row.number() == null && (row.id() == null || !source.containsKey(row.id()))));
        List<Long> matched = effect.removed().stream().map(ModelRow::id).toList();
        List<ModelRow> added = effect.added().stream()
                .filter(row -> row.number() < LARGE || !matched.contains(row.id()))
                .toList();
        long inserted =
                added.stream().filter(row -> !matched.contains(row.id())).count();
        return new ModelEffect(removed, added, removed.size() + inserted, null);
    }

    /** Two rows of the source match one of the target, if there is one. */
    private static ModelStatement twice(ModelState seen, Map<Long, ModelRow> source) {
        Long id = seen.rows().stream()
                .map(ModelRow::id)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(-1L);
        String values = "(%1$d, 1, 'one'), (%1$d, 2, 'two')".formatted(id);
        return ModelStatement.of(
                MutationKind.ADD,
                head(values) + UPDATE,
                state -> state.where(row -> id.equals(row.id())).isEmpty()
                        ? ModelEffect.adding(List.of())
                        : ModelEffect.failing("21000"));
    }
}
