package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.lancesql.mutation.session.MutationKind;

/** Random statements that change the table {@code t (id BIGINT, n INTEGER, s VARCHAR)}, each with what it is to do. */
final class RandomMutations {
    static final int IDS = 60;
    static final int NUMBERS = 10;
    static final List<String> TEXTS = List.of("a", "ab", "abc", "b", "zebra", "");

    private static final int MOST_ROWS = 120;
    private static final String INSERT = "INSERT INTO t (id, n, s) ";

    private final Random random;
    private final boolean isKeyed;
    private final RandomMerges merges;

    RandomMutations(Random random, boolean isKeyed) {
        this.random = random;
        this.isKeyed = isKeyed;
        this.merges = new RandomMerges(random, this);
    }

    /** @param seen what the session sees, which the statement is to do something with */
    ModelStatement next(ModelState seen) {
        if (seen.rows().size() > MOST_ROWS) {
            return delete(seen);
        }
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> insertValues(seen);
            case 3 -> insertBatch(seen);
            case 4 -> insertSelect(seen);
            case 5, 6, 7, 8 -> update(seen);
            case 9, 10, 11 -> delete(seen);
            case 12 -> isKeyed ? upsert(seen) : insertValues(seen);
            case 13, 14 -> merges.next(seen);
            default -> random.nextInt(3) == 0 ? truncate() : overwrite(seen);
        };
    }

    private ModelStatement insertValues(ModelState seen) {
        List<ModelRow> rows = newRows(seen, 1 + random.nextInt(3));
        return ModelStatement.of(
                MutationKind.ADD, INSERT + "VALUES " + literals(rows), state -> ModelEffect.adding(rows));
    }

    private ModelStatement insertBatch(ModelState seen) {
        // Which of several errors a batch has is left open, so that its members have keys.
        List<ModelRow> rows = newRows(seen, 1 + random.nextInt(5)).stream()
                .map(row -> row.id() == null ? row.withId(-1L) : row)
                .toList();
        return ModelStatement.batch(INSERT + "VALUES (?, ?, ?)", rows);
    }

    private ModelStatement insertSelect(ModelState seen) {
        ModelCondition condition = ModelCondition.next(random, seen.hasExtra());
        long distance = 100 + random.nextInt(900);
        return ModelStatement.of(
                MutationKind.ADD,
                INSERT + "SELECT id + " + distance + ", n, s FROM t WHERE " + condition.sql(),
                state -> ModelEffect.adding(state.where(condition.test()).stream()
                        .map(row -> shift(row, distance).withExtra(null))
                        .toList()));
    }

    private static ModelRow shift(ModelRow row, long distance) {
        return row.withId(row.id() == null ? null : row.id() + distance);
    }

    private ModelStatement update(ModelState seen) {
        ModelCondition condition = ModelCondition.next(random, seen.hasExtra());
        String where = random.nextInt(12) == 0 ? "" : " WHERE " + condition.sql();
        Assignment assignment = assignment(seen.hasExtra());
        return ModelStatement.of(MutationKind.ADD, "UPDATE t SET " + assignment.sql() + where, state -> {
            List<ModelRow> old = where.isEmpty() ? state.rows() : state.where(condition.test());
            UnaryOperator<ModelRow> change = assignment.of(state);
            return ModelEffect.replacing(old, old.stream().map(change).toList());
        });
    }

    /** What an UPDATE sets, given what it sees. */
    private record Assignment(String sql, java.util.function.Function<ModelState, UnaryOperator<ModelRow>> change) {
        UnaryOperator<ModelRow> of(ModelState state) {
            return change.apply(state);
        }

        static Assignment each(String sql, UnaryOperator<ModelRow> change) {
            return new Assignment(sql, state -> change);
        }
    }

    private Assignment assignment(boolean hasExtra) {
        int number = random.nextInt(NUMBERS);
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        return switch (random.nextInt(hasExtra ? 8 : 7)) {
            case 0, 1 ->
                Assignment.each("n = n + 1", row -> row.withNumber(row.number() == null ? null : row.number() + 1));
            case 2 -> Assignment.each("s = '" + text + "'", row -> row.withText(text));
            case 3 ->
                Assignment.each(
                        "n = " + number + ", s = NULL",
                        row -> row.withNumber(number).withText(null));
            case 4 -> Assignment.each("id = id + 1000", row -> shift(row, 1000));
            case 5 ->
                new Assignment("n = (SELECT max(n) FROM t)", state -> {
                    Integer most = state.rows().stream()
                            .map(ModelRow::number)
                            .filter(Objects::nonNull)
                            .max(Comparator.naturalOrder())
                            .orElse(null);
                    return row -> row.withNumber(most);
                });
            case 6 ->
                Assignment.each(
                        "(n, s) = (SELECT " + number + ", '" + text + "')",
                        row -> row.withNumber(number).withText(text));
            default -> Assignment.each("x = " + number, row -> row.withExtra(number));
        };
    }

    private ModelStatement delete(ModelState seen) {
        ModelCondition condition = ModelCondition.next(random, seen.hasExtra());
        return ModelStatement.of(
                MutationKind.REMOVE,
                "DELETE FROM t WHERE " + condition.sql(),
                state -> ModelEffect.removing(state.where(condition.test())));
    }

    private static ModelStatement truncate() {
        return ModelStatement.of(
                MutationKind.REMOVE,
                "TRUNCATE TABLE t",
                state -> new ModelEffect(state.rows(), List.of(), ModelEffect.UNCOUNTED, null));
    }

    private ModelStatement overwrite(ModelState seen) {
        List<ModelRow> rows = newRows(new ModelState(List.of(), seen.hasExtra()), 3 + random.nextInt(20));
        return ModelStatement.of(
                MutationKind.REPLACE,
                "INSERT OVERWRITE t (id, n, s) VALUES " + literals(rows),
                state -> ModelEffect.replacing(state.rows(), rows));
    }

    private ModelStatement upsert(ModelState seen) {
        Map<Long, ModelRow> rows = new LinkedHashMap<>();
        newRows(seen, 1 + random.nextInt(3)).stream()
                .filter(row -> row.id() != null)
                .forEach(row -> rows.put(row.id(), row));
        rows.computeIfAbsent((long) random.nextInt(IDS), this::rowOf);
        boolean isUpdate = random.nextBoolean();
        String action = isUpdate ? "DO UPDATE SET n = excluded.n" : "DO NOTHING";
        return new ModelStatement(
                INSERT + "VALUES " + literals(rows.values()) + " ON CONFLICT (id) " + action,
                MutationKind.ADD,
                List.of(),
                true,
                state -> upserted(state, rows, isUpdate));
    }

    private static ModelEffect upserted(ModelState state, Map<Long, ModelRow> rows, boolean isUpdate) {
        Map<Long, ModelRow> fresh = new LinkedHashMap<>(rows);
        List<ModelRow> old = state.where(row -> row.id() != null && rows.containsKey(row.id()));
        old.forEach(row -> fresh.remove(row.id()));
        List<ModelRow> added = new ArrayList<>(fresh.values());
        if (!isUpdate) {
            return ModelEffect.adding(added);
        }
        old.forEach(row -> added.add(row.withNumber(rows.get(row.id()).number())));
        return ModelEffect.replacing(old, added);
    }

    /** Rows to add; where ids are keys, most of them new ones. */
    List<ModelRow> newRows(ModelState seen, int count) {
        List<ModelRow> rows = new ArrayList<>();
        List<Long> taken =
                new ArrayList<>(seen.rows().stream().map(ModelRow::id).toList());
        for (int i = 0; i < count; i++) {
            Long id = (long) random.nextInt(IDS);
            boolean mayCollide = !isKeyed || random.nextInt(12) == 0;
            while (!mayCollide && taken.contains(id)) {
                id = (long) random.nextInt(100_000);
            }
            taken.add(id);
            rows.add(rowOf(random.nextInt(40) == 0 ? null : id));
        }
        return rows;
    }

    ModelRow rowOf(Long id) {
        Integer number = random.nextInt(6) == 0 ? null : random.nextInt(NUMBERS);
        String text = random.nextInt(6) == 0 ? null : TEXTS.get(random.nextInt(TEXTS.size()));
        return new ModelRow(id, number, text, null);
    }

    static String literals(Iterable<ModelRow> rows) {
        List<String> literals = new ArrayList<>();
        rows.forEach(row -> literals.add(literal(row)));
        return String.join(", ", literals);
    }

    private static String literal(ModelRow row) {
        return Arrays.asList(row.id(), row.number(), row.text() == null ? null : "'" + row.text() + "'").stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
