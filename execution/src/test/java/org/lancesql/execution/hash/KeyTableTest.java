package org.lancesql.execution.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.INT32;
import static org.lancesql.execution.TestFields.INT64;
import static org.lancesql.execution.TestFields.TEXT;
import static org.lancesql.execution.TestFields.decimal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.Vectors;

class KeyTableTest {
    private static final long SEED = 20_261_123;
    private static final int ADDED = 840;

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final Random random = new Random(SEED);

    @Test
    void integersCloseTogetherAndFarApartAreNumberedAsTheyCome() {
        check(List.of(INT64), i -> List.of((long) random.nextInt(500)));
        check(List.of(INT64), i -> List.of(5_000_000L - i));
        check(List.of(INT64), i -> List.of(i * 1_000_003L));
        check(List.of(INT64), i -> List.of(i * 100L - 30_000));
        check(List.of(INT64), i -> List.of(random.nextInt(80_000) - 1_000_000_000_000L));
        check(List.of(INT64), i -> List.of(Long.MAX_VALUE - random.nextInt(60_000)));
        check(List.of(INT64), i -> List.of(random.nextLong()));
        check(List.of(INT64), i -> List.of(i % 2 == 0 ? Long.MIN_VALUE + i : Long.MAX_VALUE - i));
    }

    @Test
    void nullsAreAKeyOrNone() {
        check(List.of(INT64), i -> Arrays.asList(i % 7 == 0 ? null : (Object) (long) random.nextInt(40)));
        check(
                List.of(INT32, TEXT),
                i -> Arrays.asList(i % 7 == 0 ? null : (Object) random.nextInt(9), i % 5 == 0 ? null : "x" + i % 3));
    }

    @Test
    void keysThatGrowTooLargeForALongKeepTheirNumbers() {
        check(List.of(TEXT), i -> List.of(i < 600 ? "k" + i % 50 : "a longer key " + i % 90));
        check(List.of(INT64, INT64), i -> List.of((long) i % 50, i < 600 ? i % 20 : Long.MIN_VALUE + i % 20));
        check(List.of(TEXT, INT64), i -> List.of(i < 800 ? "a" : "abcdefgh", (long) random.nextInt(30)));
        check(
                List.of(decimal(38, 2)),
                i -> List.of(
                        new BigDecimal(i < 500 ? "1.00" : "98765432109876543210.00").add(BigDecimal.valueOf(i % 30))));
    }

    @Test
    void longStringsThatAreFewAreTakenByTheirNumbers() {
        check(List.of(TEXT), i -> List.of("a longer key " + i % 90));
        check(
                List.of(TEXT, TEXT, INT32, INT64),
                i -> Arrays.asList(
                        i % 11 == 0 ? null : "a longer brand " + i % 25,
                        "another type " + i % 30,
                        i % 13 == 0 ? null : (Object) (i % 50 - 25),
                        (long) random.nextInt(9)));
        check(
                List.of(TEXT, INT32),
                i -> List.of(i < 200 ? "one of few " + i % 3 : "one of many " + i, i % 4 == 0 ? i : Integer.MIN_VALUE));
        check(List.of(TEXT, INT64), i -> List.of("one of few " + i % 3, i < 500 ? i % 7 : Long.MAX_VALUE - i % 7));
    }

    @Test
    void stringsThatDifferInZerosOnlyAreDifferent() {
        check(List.of(TEXT), i -> List.of("\0".repeat(i % 9)));
        check(List.of(TEXT, TEXT), i -> List.of("\0".repeat(i % 3), "\0".repeat(i % 2)));
    }

    /** Adds most of a thousand keys in batches, then looks for all of them. */
    private void check(List<Field> fields, IntFunction<List<Object>> key) {
        List<List<Object>> keys = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(key.apply(i));
        }
        for (boolean nullsMatch : new boolean[] {true, false}) {
            for (int batchSize : new int[] {1, 7, 1_000}) {
                boolean[] matching = new boolean[fields.size()];
                Arrays.fill(matching, nullsMatch);
                try (KeyTable table = new KeyTable(fields, matching, memory.allocator())) {
                    check(table, fields, keys, nullsMatch, batchSize);
                }
            }
        }
    }

    private void check(KeyTable table, List<Field> fields, List<List<Object>> keys, boolean nullsMatch, int batchSize) {
        Map<List<Object>, Integer> expected = new HashMap<>();
        int[] columns = IntStream.range(0, fields.size()).toArray();
        for (int from = 0; from < ADDED; from += batchSize) {
            List<List<Object>> part = keys.subList(from, Math.min(ADDED, from + batchSize));
            int[] numbers = part.stream()
                    .mapToInt(one -> !nullsMatch && one.stream().anyMatch(Objects::isNull)
                            ? KeyTable.NONE
                            : expected.computeIfAbsent(one, k -> expected.size()))
                    .toArray();
            try (Batch batch = batch(fields, part)) {
                assertThat(table.add(batch, columns, batch.selection())).containsExactly(numbers);
            }
        }
        assertThat(table.size()).isEqualTo(expected.size());
        assertThat(keysOf(table, fields)).containsExactlyInAnyOrderElementsOf(expected.keySet());
        int[] numbers = keys.stream()
                .mapToInt(one -> expected.getOrDefault(one, KeyTable.NONE))
                .toArray();
        try (KeyTable.Finder finder = table.finder();
                Batch batch = batch(fields, keys)) {
            assertThat(finder.find(batch, columns, batch.selection())).containsExactly(numbers);
            table.seal();
            assertThat(finder.find(batch, columns, batch.selection())).containsExactly(numbers);
        }
    }

    private List<List<Object>> keysOf(KeyTable table, List<Field> fields) {
        List<FieldVector> vectors = table.keys(0, table.size(), memory.allocator());
        List<List<Object>> rows = new ArrayList<>();
        try (Batch batch = new Batch(vectors, table.size(), Selection.all(table.size()))) {
            for (int row = 0; row < table.size(); row++) {
                List<Object> cells = new ArrayList<>();
                for (int column = 0; column < fields.size(); column++) {
                    cells.add(Vectors.get(batch.column(column), row));
                }
                rows.add(cells);
            }
        }
        return rows;
    }

    private Batch batch(List<Field> fields, List<List<Object>> rows) {
        List<FieldVector> vectors = new ArrayList<>();
        for (int column = 0; column < fields.size(); column++) {
            int index = column;
            vectors.add(memory.vector(
                    fields.get(column), rows.stream().map(row -> row.get(index)).toList()));
        }
        return new Batch(vectors, rows.size(), Selection.all(rows.size()));
    }
}
