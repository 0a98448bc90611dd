package org.lancesql.execution.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.lancesql.execution.TestFields.*;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.RandomValues;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.aggregate.AggregateCall;
import org.lancesql.execution.aggregate.AggregateFunction;
import org.lancesql.execution.lanes.Lanes;
import org.lancesql.execution.sort.SortKey;

class HashAggregateOperatorTest {
    private static final long SEED = 20_260_101;
    private static final Field COUNT = INT64;

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final Random random = new Random(SEED);
    private final OperatorCheck check = new OperatorCheck(memory, random);

    @Test
    void groupsByAnyScalarTypeAsAReferenceDoes() {
        for (Field key : FLAT) {
            for (int batchSize : new int[] {1, 7, 65_536}) {
                List<Field> fields = List.of(key, INT64);
                List<List<Object>> rows = check.randomRows(fields, 300);
                List<List<Object>> actual = aggregate(
                        fields, rows, batchSize, new int[] {0}, count(), call(AggregateFunction.MAX, 1, INT64));
                Map<Object, List<List<Object>>> groups = new LinkedHashMap<>();
                rows.forEach(row -> groups.computeIfAbsent(OperatorCheck.normal(row.get(0)), value -> new ArrayList<>())
                        .add(row));
                List<List<Object>> expected = new ArrayList<>();
                groups.forEach((value, group) -> expected.add(
                        Arrays.asList(value, (long) group.size(), extreme(values(group, 1), INT64, false))));
                assertThat(OperatorCheck.normal(actual))
                        .as("%s, batches of %s", key, batchSize)
                        .isEqualTo(OperatorCheck.normal(expected));
            }
        }
    }

    @Test
    void keyOfSeveralColumnsTellsApartWhatLooksAlikeWhenJoined() {
        List<List<Object>> rows = List.of(
                Arrays.asList("a", "bc"),
                Arrays.asList("ab", "c"),
                Arrays.asList("abc", ""),
                Arrays.asList("abc", null),
                Arrays.asList(null, "abc"),
                Arrays.asList("a", "bc"),
                Arrays.asList(null, "abc"));
        assertThat(aggregate(List.of(TEXT, TEXT), rows, 2, new int[] {0, 1}, count()))
                .containsExactly(
                        Arrays.asList("a", "bc", 2L),
                        Arrays.asList("ab", "c", 1L),
                        Arrays.asList("abc", "", 1L),
                        Arrays.asList("abc", null, 1L),
                        Arrays.asList(null, "abc", 2L));
    }

    @Test
    void leastAndGreatestOfAnyScalarTypeAreThoseOfTheOrder() {
        for (Field field : FLAT) {
            List<Field> fields = List.of(INT8, field);
            List<List<Object>> rows = new ArrayList<>();
            RandomValues values = new RandomValues(random);
            for (Object value : values.column(field, 400)) {
                rows.add(Arrays.asList((byte) random.nextInt(5), value));
            }
            List<List<Object>> actual = aggregate(
                    fields,
                    rows,
                    64,
                    new int[] {0},
                    call(AggregateFunction.MIN, 1, field),
                    call(AggregateFunction.MAX, 1, field),
                    call(AggregateFunction.COUNT, 1, COUNT),
                    call(AggregateFunction.ANY, 1, field));
            for (List<Object> group : actual) {
                List<Object> members = values(
                        rows.stream()
                                .filter(row -> row.get(0).equals(group.get(0)))
                                .toList(),
                        1);
                assertThat(OperatorCheck.normal(group.get(1)))
                        .as("least %s", field)
                        .isEqualTo(OperatorCheck.normal(extreme(members, field, true)));
                assertThat(OperatorCheck.normal(group.get(2)))
                        .as("greatest %s", field)
                        .isEqualTo(OperatorCheck.normal(extreme(members, field, false)));
                assertThat(group.get(3)).isEqualTo((long) members.size());
                assertThat(OperatorCheck.normal(group.get(4)))
                        .as("any %s", field)
                        .isEqualTo(members.isEmpty() ? null : OperatorCheck.normal(members.get(0)));
            }
        }
    }

    @Test
    void distinctValuesOfAnyScalarTypeAreCountedOnceForEachGroup() {
        for (Field field : FLAT) {
            for (int batchSize : new int[] {1, 7, 65_536}) {
                List<Field> fields = List.of(INT8, field, BOOL);
                List<List<Object>> rows = new ArrayList<>();
                RandomValues values = new RandomValues(random);
                List<?> few = values.column(field, 40);
                for (int i = 0; i < 400; i++) {
                    boolean repeats = random.nextBoolean();
                    Object value = repeats
                            ? few.get(random.nextInt(few.size()))
                            : values.column(field, 1).get(0);
                    rows.add(Arrays.asList((byte) random.nextInt(5), value, random.nextBoolean()));
                }
                List<List<Object>> actual = aggregate(
                        fields,
                        rows,
                        batchSize,
                        new int[] {0},
                        call(AggregateFunction.COUNT_DISTINCT, 1, COUNT),
                        new AggregateCall(AggregateFunction.COUNT_DISTINCT, 1, 2, COUNT));
                for (List<Object> group : actual) {
                    List<List<Object>> members = rows.stream()
                            .filter(row -> row.get(0).equals(group.get(0)))
                            .toList();
                    List<List<Object>> filtered =
                            members.stream().filter(row -> (Boolean) row.get(2)).toList();
                    assertThat(group)
                            .as("%s, batches of %s", field, batchSize)
                            .containsExactly(group.get(0), distinct(members), distinct(filtered));
                }
            }
        }
    }

    private static long distinct(List<List<Object>> rows) {
        return values(rows, 1).stream().map(OperatorCheck::normal).distinct().count();
    }

    @Test
    void sumsOfDecimalsAreExact() {
        Field decimal = decimal(38, 30);
        List<List<Object>> rows = new ArrayList<>();
        BigDecimal expected = BigDecimal.ZERO;
        for (int i = 0; i < 5_000; i++) {
            BigDecimal value = new BigDecimal(new BigInteger(110, random), 30).negate();
            value = random.nextBoolean() ? value.negate() : value;
            rows.add(List.of(value));
            expected = expected.add(value);
        }
        assertThat(aggregate(List.of(decimal), rows, 65_536, new int[0], call(AggregateFunction.SUM, 0, decimal)))
                .containsExactly(List.of(expected));
    }

    @Test
    void variancesKeepTheDigitsOfNumbersFarFromZero() {
        for (int count : new int[] {0, 1, 2, 500}) {
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(1e9 + random.nextInt(1_000) / 8.0);
            }
            BigDecimal squares = BigDecimal.ZERO;
            BigDecimal sum = BigDecimal.ZERO;
            for (double value : values) {
                sum = sum.add(new BigDecimal(value));
                squares = squares.add(new BigDecimal(value).pow(2));
            }
            double distances = count == 0
                    ? 0
                    : squares.subtract(sum.pow(2).divide(BigDecimal.valueOf(count), java.math.MathContext.DECIMAL128))
                            .doubleValue();
            List<Object> actual = aggregate(
                            List.of(DOUBLE),
                            values.stream().map(value -> List.<Object>of(value)).toList(),
                            7,
                            new int[0],
                            call(AggregateFunction.VAR_POP, 0, DOUBLE),
                            call(AggregateFunction.VAR_SAMP, 0, DOUBLE),
                            call(AggregateFunction.STDDEV_POP, 0, DOUBLE),
                            call(AggregateFunction.STDDEV_SAMP, 0, DOUBLE))
                    .get(0);
            Double population = count == 0 ? null : (Double) (distances / count);
            Double sample = count < 2 ? null : (Double) (distances / (count - 1));
            List<Double> expected = Arrays.asList(
                    population,
                    sample,
                    population == null ? null : (Double) Math.sqrt(population),
                    sample == null ? null : (Double) Math.sqrt(sample));
            for (int i = 0; i < expected.size(); i++) {
                if (expected.get(i) == null) {
                    assertThat(actual.get(i)).isNull();
                } else {
                    assertThat((Double) actual.get(i)).isCloseTo(expected.get(i), withinPercentage(1e-7));
                }
            }
        }
    }

    @Test
    void sumThatDoesNotFitIsRefused() {
        Field decimal = decimal(38, 0);
        BigDecimal large = BigDecimal.TEN.pow(37).multiply(BigDecimal.valueOf(6));
        assertThatThrownBy(() -> aggregate(
                        List.of(decimal),
                        List.of(List.of(large), List.of(large)),
                        2,
                        new int[0],
                        call(AggregateFunction.SUM, 0, decimal)))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("A sum does not fit DECIMAL(38, 0)");
        assertThatThrownBy(() -> aggregate(
                        List.of(decimal),
                        Collections.nCopies(10, List.of(large)),
                        2,
                        new int[0],
                        call(AggregateFunction.SUM, 0, decimal)))
                .isInstanceOf(EvaluationException.class);
        assertThatThrownBy(() -> aggregate(
                        List.of(INT64),
                        List.of(List.of(Long.MIN_VALUE), List.of(-1L)),
                        2,
                        new int[0],
                        call(AggregateFunction.SUM, 0, INT64)))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("A sum does not fit BIGINT");
    }

    @Test
    void noRowsAreOneGroupWithoutKeysAndNoneWithKeys() {
        AggregateCall[] calls = {
            count(),
            call(AggregateFunction.SUM, 0, INT64),
            call(AggregateFunction.SUM_OR_ZERO, 0, INT64),
            call(AggregateFunction.MIN, 0, INT64)
        };
        assertThat(aggregate(List.of(INT64), List.of(), 7, new int[0], calls))
                .containsExactly(Arrays.asList(0L, null, 0L, null));
        assertThat(aggregate(List.of(INT64), List.of(), 7, new int[] {0}, calls))
                .isEmpty();
    }

    @Test
    void filterDecidesForEachFunctionWhichRowsCount() {
        List<List<Object>> rows = List.of(
                Arrays.asList(1L, true), Arrays.asList(2L, false), Arrays.asList(4L, null), Arrays.asList(8L, true));
        assertThat(aggregate(
                        List.of(INT64, BOOL),
                        rows,
                        3,
                        new int[0],
                        new AggregateCall(AggregateFunction.SUM, 0, 1, INT64),
                        new AggregateCall(AggregateFunction.COUNT_ROWS, AggregateCall.NONE, 1, COUNT),
                        call(AggregateFunction.SUM, 0, INT64)))
                .containsExactly(List.of(9L, 2L, 15L));
    }

    @Test
    void valuesThatGaveWayToOthersDoNotFillTheMemory() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.add(List.of(String.format("%06d", i).repeat(20)));
        }
        try (BufferAllocator limited = memory.allocator().newChildAllocator("limited", 0, 1 << 19)) {
            HashAggregateOperator operator = new HashAggregateOperator(
                    Lanes.one(new BatchSource(memory, List.of(TEXT), rows, 100, false)),
                    new int[0],
                    List.of(),
                    List.of(call(AggregateFunction.MAX, 0, TEXT)),
                    context(limited));
            assertThat(BatchSource.drain(operator)).containsExactly(List.of("019999".repeat(20)));
        }
    }

    @Test
    void lackOfMemoryAndFailureOfTheInputLeaveNothingBehind() {
        List<Field> fields = List.of(TEXT, INT64);
        List<List<Object>> rows = check.randomRows(fields, 3_000);
        boolean failed = false;
        for (long limit = 64; limit <= 1 << 24; limit *= 4) {
            try (BufferAllocator limited = memory.allocator().newChildAllocator("limited", 0, limit)) {
                HashAggregateOperator operator = new HashAggregateOperator(
                        Lanes.one(new BatchSource(memory, fields, rows, 50, false)),
                        new int[] {0, 1},
                        fields,
                        List.of(call(AggregateFunction.MIN, 0, TEXT)),
                        context(limited));
                try {
                    BatchSource.drain(operator);
                } catch (OutOfMemoryException e) {
                    failed = true;
                }
            }
        }
        assertThat(failed).isTrue();
        BatchSource failing = new BatchSource(memory, fields, rows, 50, true).failingAfter(3);
        try (HashAggregateOperator operator = new HashAggregateOperator(
                Lanes.one(failing), new int[] {0}, List.of(TEXT), List.of(count()), memory.context())) {
            assertThatThrownBy(operator::next).hasMessage("the input failed");
        }
        assertThat(failing.closed).isTrue();
    }

    private static ExecutionContext context(BufferAllocator allocator) {
        return new ExecutionContext(
                allocator, List.of(), TestMemory.STARTED_AT, ZoneOffset.UTC, CancelToken.withoutTimeout());
    }

    private List<List<Object>> aggregate(
            List<Field> fields, List<List<Object>> rows, int batchSize, int[] keys, AggregateCall... calls) {
        BatchSource source = new BatchSource(memory, fields, rows, batchSize, random.nextBoolean());
        List<Field> keyFields = Arrays.stream(keys).mapToObj(fields::get).toList();
        return BatchSource.drain(
                new HashAggregateOperator(Lanes.one(source), keys, keyFields, List.of(calls), memory.context()));
    }

    private static AggregateCall call(AggregateFunction function, int argument, Field result) {
        return new AggregateCall(function, argument, AggregateCall.NONE, result);
    }

    private static AggregateCall count() {
        return call(AggregateFunction.COUNT_ROWS, AggregateCall.NONE, COUNT);
    }

    private static List<Object> values(List<List<Object>> rows, int column) {
        List<Object> values = new ArrayList<>();
        rows.forEach(row -> {
            if (row.get(column) != null) {
                values.add(row.get(column));
            }
        });
        return values;
    }

    /** The least or greatest value by the order that sorting has. */
    private static @Nullable Object extreme(List<Object> values, Field field, boolean least) {
        List<List<Object>> sorted = ReferenceSort.sort(
                values.stream().map(List::of).toList(), List.of(new SortKey(0, !least, false)), 0, OptionalLong.of(1));
        return sorted.isEmpty() ? null : sorted.get(0).get(0);
    }

    @Test
    void typeThatCannotBeAddedIsRefused() {
        assertThat(AggregateFunction.SUM.supports(ArrowType.Utf8.INSTANCE)).isFalse();
        BatchSource source = new BatchSource(memory, List.of(TEXT), List.of(), 1, false);
        assertThatThrownBy(() -> new HashAggregateOperator(
                        Lanes.one(source),
                        new int[0],
                        List.of(),
                        List.of(call(AggregateFunction.SUM, 0, TEXT)),
                        memory.context()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
