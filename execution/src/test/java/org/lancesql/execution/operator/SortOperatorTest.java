package org.lancesql.execution.operator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.*;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.RandomValues;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.sort.SortKey;

class SortOperatorTest {
    private static final long SEED = 20_240_229;

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final Random random = new Random(SEED);

    /** Rows of random values of the fields, and behind them the number of the row. */
    private List<List<Object>> randomRows(List<Field> fields, int count) {
        RandomValues values = new RandomValues(random);
        List<List<Object>> columns = new ArrayList<>();
        fields.forEach(field -> columns.add(values.column(field, count)));
        return rows(columns, count);
    }

    private static List<List<Object>> rows(List<List<Object>> columns, int count) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            for (List<Object> column : columns) {
                row.add(column.get(i));
            }
            row.add(i);
            rows.add(row);
        }
        return rows;
    }

    private static List<Field> numbered(Field... fields) {
        List<Field> all = new ArrayList<>(List.of(fields));
        all.add(INT32);
        return all;
    }

    private static List<SortKey> directions(int column) {
        return List.of(
                new SortKey(column, false, false),
                new SortKey(column, false, true),
                new SortKey(column, true, false),
                new SortKey(column, true, true));
    }

    private void check(
            List<Field> fields,
            List<List<Object>> rows,
            List<SortKey> keys,
            long offset,
            OptionalLong fetch,
            int batchSize) {
        for (boolean sparse : new boolean[] {false, true}) {
            BatchSource input = new BatchSource(memory, fields, rows, batchSize, sparse);
            List<List<Object>> sorted =
                    BatchSource.drain(new SortOperator(input, keys, offset, fetch, memory.context()));
            assertThat(comparable(sorted))
                    .as("seed %s, keys %s of %s, sparse %s", SEED, keys, fields, sparse)
                    .isEqualTo(comparable(ReferenceSort.sort(rows, keys, offset, fetch)));
            assertThat(input.closed).isTrue();
        }
    }

    /** Rows whose equality compares the bytes of binaries. */
    private static List<List<Object>> comparable(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(SortOperatorTest::comparable).toList())
                .toList();
    }

    private static Object comparable(Object cell) {
        if (cell instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        } else if (cell instanceof List<?> list) {
            return list.stream().map(SortOperatorTest::comparable).toList();
        }
        return cell;
    }

    private void check(List<Field> fields, List<List<Object>> rows, List<SortKey> keys) {
        check(fields, rows, keys, 0, OptionalLong.empty(), 700);
    }

    @Test
    void ordersEachTypeInEachDirection() {
        for (Field field : ALL) {
            List<Field> fields = numbered(field);
            List<List<Object>> few = randomRows(List.of(field), 60);
            List<List<Object>> many = randomRows(List.of(field), 1_500);
            for (SortKey key : directions(0)) {
                check(fields, few, List.of(key));
                check(fields, many, List.of(key));
            }
        }
    }

    @Test
    void floatsOrderNaNLastAndZeroesAlike() {
        List<Object> values = Arrays.asList(
                Double.NaN,
                -0.0,
                1.0,
                0.0,
                null,
                Double.NEGATIVE_INFINITY,
                -0.0,
                Double.POSITIVE_INFINITY,
                Double.longBitsToDouble(0xFFF8_0000_0000_0001L));
        SortOperator sort = new SortOperator(
                new BatchSource(memory, numbered(DOUBLE), rows(List.of(values), 9), 4, false),
                List.of(new SortKey(0, false, false)),
                0,
                OptionalLong.empty(),
                memory.context());
        assertThat(BatchSource.drain(sort)).extracting(row -> row.get(1)).containsExactly(5, 1, 3, 6, 2, 7, 0, 8, 4);
    }

    @Test
    void stringsOrderByCodePoint() {
        List<Object> values = List.of("😀", "\uFF21", "z", "", "\uE000", "𐀀", "z\0", "z\0\0", "abcdefgh", "abcdefg");
        SortOperator sort = new SortOperator(
                new BatchSource(memory, numbered(TEXT), rows(List.of(values), values.size()), 3, false),
                List.of(new SortKey(0, false, false)),
                0,
                OptionalLong.empty(),
                memory.context());
        assertThat(BatchSource.drain(sort))
                .extracting(row -> row.get(0))
                .containsExactly("", "abcdefg", "abcdefgh", "z", "z\0", "z\0\0", "\uE000", "\uFF21", "𐀀", "😀");
    }

    @Test
    void stringsOfEqualStartsOrderByTheRest() {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String zeroes = "\0".repeat(random.nextInt(3));
            String text = "a long common start ".repeat(random.nextInt(3)) + random.nextInt(300) + zeroes;
            values.add(random.nextInt(20) == 0 ? null : text);
        }
        for (SortKey key : directions(0)) {
            check(numbered(TEXT), rows(List.of(values), values.size()), List.of(key));
        }
        List<Object> alike = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            alike.add("x".repeat(600) + i % 3);
        }
        check(numbered(TEXT), rows(List.of(alike), alike.size()), List.of(new SortKey(0, true, true)));
    }

    @Test
    void severalKeysCountInTheirOrder() {
        List<Field> fields = numbered(INT8, TEXT, decimal(38, 0), BOOL);
        List<List<Object>> rows = randomRows(fields.subList(0, 4), 1_500);
        for (int round = 0; round < 12; round++) {
            List<SortKey> keys = new ArrayList<>();
            for (int column : List.of(3, 0, 1, 2)) {
                keys.add(directions(column).get(random.nextInt(4)));
            }
            check(fields, rows, keys.subList(0, 1 + round % 4));
        }
    }

    @Test
    void nestedValuesOrderByTheirFirstDifference() {
        Field list = new Field("c", FieldType.nullable(ArrowType.List.INSTANCE), List.of(INT32));
        Field struct = new Field(
                "c",
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                List.of(Field.nullable("a", INT8.getType()), Field.nullable("b", TEXT.getType())));
        List<Object> lists = new ArrayList<>();
        List<Object> structs = new ArrayList<>();
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < 400; i++) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("a", random.nextInt(8) == 0 ? null : (byte) random.nextInt(3));
            members.put("b", random.nextInt(8) == 0 ? null : values.text());
            structs.add(random.nextInt(10) == 0 ? null : members);
            List<Object> elements = new ArrayList<>();
            for (int e = random.nextInt(4); e > 0; e--) {
                elements.add(random.nextInt(8) == 0 ? null : random.nextInt(3));
            }
            lists.add(random.nextInt(10) == 0 ? null : elements);
        }
        for (SortKey key : directions(0)) {
            check(numbered(list), rows(List.of(lists), 400), List.of(key));
            check(numbered(struct), rows(List.of(structs), 400), List.of(key));
        }
    }

    @Test
    void columnOfNullsLeavesTheOrder() {
        Field nulls = new Field("c", FieldType.nullable(ArrowType.Null.INSTANCE), null);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(Arrays.asList(null, i));
        }
        check(numbered(nulls), rows, List.of(new SortKey(0, true, true), new SortKey(1, true, true)));
        check(numbered(nulls), rows, List.of());
    }

    @Test
    void offsetAndFetchCutTheSortedRows() {
        List<Field> fields = numbered(INT32, TEXT);
        List<List<Object>> rows = randomRows(fields.subList(0, 2), 300);
        List<SortKey> keys = List.of(new SortKey(0, false, true), new SortKey(1, true, false));
        for (int batchSize : List.of(1, 7, 65_536)) {
            for (long offset : new long[] {0, 1, 150, 299, 300, 1_000}) {
                check(fields, rows, keys, offset, OptionalLong.empty(), batchSize);
                for (long fetch : new long[] {0, 1, 10, 299, 300, Long.MAX_VALUE}) {
                    check(fields, rows, keys, offset, OptionalLong.of(fetch), batchSize);
                }
            }
        }
        check(fields, List.of(), keys, 0, OptionalLong.empty(), 7);
        check(fields, List.of(), keys, 3, OptionalLong.of(4), 7);
    }

    @Test
    void fetchKeepsOnlyWhatMayStillBeWanted() {
        List<Field> fields = numbered(INT32, TEXT);
        for (int direction : List.of(1, -1, 0)) {
            List<List<Object>> rows = new ArrayList<>();
            for (int i = 0; i < 60_000; i++) {
                int key = direction == 0 ? random.nextInt(1_000) : direction * (i / 4);
                rows.add(List.of(key, "row " + key + " with a longer text", i));
            }
            List<SortKey> keys = List.of(new SortKey(0, false, true));
            BatchSource input = new BatchSource(memory, fields, rows, 5_000, false);
            SortOperator sort = new SortOperator(input, keys, 5, OptionalLong.of(10), memory.context());
            assertThat(BatchSource.drain(sort)).isEqualTo(ReferenceSort.sort(rows, keys, 5, OptionalLong.of(10)));
        }
        assertThat(memory.allocator().getPeakMemoryAllocation()).isLessThan(4L << 20);
    }

    @Test
    void fetchOfManyRowsCutsMoreThanOnce() {
        List<Field> fields = numbered(INT32);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 150_000; i++) {
            rows.add(List.of(random.nextInt(100_000), i));
        }
        List<SortKey> keys = List.of(new SortKey(0, true, true));
        SortOperator sort = new SortOperator(
                new BatchSource(memory, fields, rows, 9_000, false),
                keys,
                100,
                OptionalLong.of(20_000),
                memory.context());
        assertThat(BatchSource.drain(sort)).isEqualTo(ReferenceSort.sort(rows, keys, 100, OptionalLong.of(20_000)));
    }

    @Test
    void batchesHave65536Rows() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 140_000; i++) {
            rows.add(List.of(random.nextInt(500), i));
        }
        List<SortKey> keys = List.of(new SortKey(0, false, false));
        SortOperator sort = new SortOperator(
                new BatchSource(memory, numbered(INT16), rows, 65_536, false),
                keys,
                0,
                OptionalLong.empty(),
                memory.context());
        List<Integer> sizes = new ArrayList<>();
        try (sort) {
            for (Batch batch = sort.next(); batch != null; batch = sort.next()) {
                sizes.add(batch.rowCount());
                batch.close();
            }
        }
        assertThat(sizes).containsExactly(65_536, 65_536, 140_000 - 2 * 65_536);
    }

    @Test
    void fetchOfNothingReadsNothing() {
        BatchSource input = new BatchSource(memory, numbered(INT32), randomRows(List.of(INT32), 9), 3, false);
        SortOperator sort =
                new SortOperator(input, List.of(new SortKey(0, false, false)), 2, OptionalLong.of(0), memory.context());
        assertThat(BatchSource.drain(sort)).isEmpty();
        assertThat(input.batches()).isZero();
        assertThat(input.closed).isTrue();
    }

    @Test
    void freesEverythingWhenClosedMidway() {
        List<List<Object>> rows = randomRows(List.of(TEXT), 5_000);
        for (OptionalLong fetch : List.of(OptionalLong.empty(), OptionalLong.of(100))) {
            BatchSource input = new BatchSource(memory, numbered(TEXT), rows, 1_000, false);
            SortOperator sort =
                    new SortOperator(input, List.of(new SortKey(0, false, false)), 0, fetch, memory.context());
            requireNonNull(sort.next()).close();
            sort.close();
            sort.close();
            assertThat(sort.next()).isNull();
            assertThat(memory.allocator().getAllocatedMemory()).isZero();
        }
    }

    @Test
    void freesEverythingWhenTheInputFails() {
        List<List<Object>> rows = randomRows(List.of(TEXT), 40_000);
        for (OptionalLong fetch : List.of(OptionalLong.empty(), OptionalLong.of(100))) {
            BatchSource input = new BatchSource(memory, numbered(TEXT), rows, 1_000, true).failingAfter(38);
            SortOperator sort =
                    new SortOperator(input, List.of(new SortKey(0, false, false)), 0, fetch, memory.context());
            try (sort) {
                assertThatThrownBy(sort::next).hasMessage("the input failed");
            }
            assertThat(input.closed).isTrue();
            assertThat(memory.allocator().getAllocatedMemory()).isZero();
        }
    }

    @Test
    void freesEverythingWhenMemoryRunsOut() {
        List<List<Object>> rows = randomRows(List.of(TEXT), 20_000);
        List<SortKey> keys = List.of(new SortKey(0, false, false));
        int failures = 0;
        for (long limit = 1 << 10; limit < 1 << 22; limit *= 2) {
            for (OptionalLong fetch : List.of(OptionalLong.empty(), OptionalLong.of(100))) {
                try (BufferAllocator limited = memory.allocator().newChildAllocator("sort", 0, limit)) {
                    ExecutionContext context = new ExecutionContext(
                            limited, List.of(), TestMemory.STARTED_AT, ZoneId.of("UTC"), CancelToken.withoutTimeout());
                    BatchSource input = new BatchSource(memory, numbered(TEXT), rows, 500, false);
                    BatchSource.drain(new SortOperator(input, keys, 0, fetch, context));
                } catch (OutOfMemoryException expected) {
                    failures++;
                }
                assertThat(memory.allocator().getAllocatedMemory()).isZero();
            }
        }
        assertThat(failures).isBetween(10, 22);
    }

    @Test
    void stopsDuringTheSortWhenCancelled() {
        CancelToken token = CancelToken.withoutTimeout();
        List<List<Object>> rows = randomRows(List.of(INT64), 3_000);
        BatchSource input = new BatchSource(memory, numbered(INT64), rows, 3_000, false) {
            @Override
            public void close() {
                token.cancel();
                super.close();
            }
        };
        ExecutionContext context =
                new ExecutionContext(memory.allocator(), List.of(), TestMemory.STARTED_AT, ZoneId.of("UTC"), token);
        try (SortOperator sort =
                new SortOperator(input, List.of(new SortKey(0, false, false)), 0, OptionalLong.empty(), context)) {
            assertThatThrownBy(sort::next).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void refusesKeysItCannotOrder() {
        Field union = new Field("u", FieldType.nullable(new ArrowType.FixedSizeList(2)), List.of(INT32));
        BatchSource input = new BatchSource(memory, List.of(union), List.of(), 1, false);
        assertThatThrownBy(() -> new SortOperator(
                        input, List.of(new SortKey(0, false, false)), 0, OptionalLong.empty(), memory.context()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Column u has type FixedSizeList(2), which has no order");
        assertThatThrownBy(() -> new SortOperator(
                        input, List.of(new SortKey(1, false, false)), 0, OptionalLong.empty(), memory.context()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no column");
    }
}
