package org.lancesql.sqltests;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** A condition that SQL, Lance's own filters and the model understand alike; what is unknown of a row is not true. */
record ModelCondition(String sql, Predicate<ModelRow> test) {
    private static final int KINDS = 9;

    static ModelCondition next(Random random, boolean hasExtra) {
        int number = random.nextInt(RandomMutations.NUMBERS);
        long id = random.nextInt(RandomMutations.IDS);
        String text = RandomMutations.TEXTS.get(random.nextInt(RandomMutations.TEXTS.size()));
        return switch (random.nextInt(hasExtra ? KINDS + 1 : KINDS)) {
            case 0 -> new ModelCondition("id = " + id, row -> isId(row, id));
            case 1 -> {
                long last = id + random.nextInt(10);
                yield new ModelCondition(
                        "id BETWEEN " + id + " AND " + last,
                        row -> row.id() != null && row.id() >= id && row.id() <= last);
            }
            case 2 -> new ModelCondition("n = " + number, row -> row.number() != null && row.number() == number);
            case 3 -> new ModelCondition("n IS NULL", row -> row.number() == null);
            case 4 -> new ModelCondition("n < " + number, row -> row.number() != null && row.number() < number);
            case 5 -> new ModelCondition("s = '" + text + "'", row -> text.equals(row.text()));
            case 6 ->
                new ModelCondition(
                        "s LIKE 'a%'", row -> row.text() != null && row.text().startsWith("a"));
            case 7 -> {
                List<Long> ids = List.of(id, id + 3, id + 7);
                yield new ModelCondition(
                        "id IN (%d, %d, %d)".formatted(ids.toArray()),
                        row -> row.id() != null && ids.contains(row.id()));
            }
            case 8 ->
                new ModelCondition(
                        "n > " + number + " AND s IS NOT NULL",
                        row -> row.number() != null && row.number() > number && row.text() != null);
            default -> new ModelCondition("x = " + number, row -> row.extra() != null && row.extra() == number);
        };
    }

    private static boolean isId(ModelRow row, long id) {
        return row.id() != null && row.id() == id;
    }
}
