package org.lancesql.execution.ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.lancesql.execution.TestFields.*;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.ReferenceOrder;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.operator.BatchSource;
import org.lancesql.execution.operator.OperatorCheck;
import org.lancesql.execution.sort.SortKey;

class OrderedAggregateOperatorTest {
    private static final Comparator<Object> NULLS_LAST = Comparator.nullsLast(ReferenceOrder::compare);

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final Random random = new Random(20_260_404);
    private final OperatorCheck check = new OperatorCheck(memory, random);

    private static OrderedCall call(
            Supplier<RowAggregate> function, int argument, boolean distinct, List<SortKey> order, Field result) {
        return new OrderedCall(function, List.of(argument), OrderedCall.NONE, distinct, order, result);
    }

    @Test
    void groupsByAnyTypeAndSeesRowsInTheOrderOfEachCall() {
        for (Field key : ALL) {
            List<Field> fields = List.of(key, INT8, BOOL);
            List<OrderedCall> calls = List.of(
                    call(() -> RowAggregates.list(false), 1, false, List.of(), list(INT8)),
                    call(() -> RowAggregates.list(true), 1, false, List.of(new SortKey(1, true, true)), list(INT8)),
                    call(() -> RowAggregates.list(false), 1, true, List.of(new SortKey(1, false, false)), list(INT8)),
                    new OrderedCall(RowAggregates::count, List.of(1), 2, true, List.of(), INT64));
            check.random(
                    "groups by " + key,
                    List.of(fields),
                    (inputs, context) ->
                            new OrderedAggregateOperator(inputs.get(0), new int[] {0}, List.of(key), calls, context),
                    inputs -> expected(inputs.get(0)));
        }
    }

    private static List<List<Object>> expected(List<List<Object>> rows) {
        List<List<List<Object>>> groups = new ArrayList<>();
        for (List<Object> row : rows) {
            groups.stream()
                    .filter(group -> NULLS_LAST.compare(group.get(0).get(0), row.get(0)) == 0)
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ArrayList<>());
                        return groups.get(groups.size() - 1);
                    })
                    .add(row);
        }
        groups.sort(Comparator.comparing(group -> group.get(0).get(0), NULLS_LAST));
        List<List<Object>> expected = new ArrayList<>();
        for (List<List<Object>> group : groups) {
            List<Object> values = new ArrayList<>();
            group.forEach(row -> values.add(row.get(1)));
            List<Object> descending = new ArrayList<>(values);
            descending.removeIf(Objects::isNull);
            descending.sort(NULLS_LAST.reversed());
            List<Object> distinct = new ArrayList<>(values.stream().distinct().toList());
            distinct.sort(NULLS_LAST);
            long counted = group.stream()
                    .filter(row -> Boolean.TRUE.equals(row.get(2)) && row.get(1) != null)
                    .map(row -> row.get(1))
                    .distinct()
                    .count();
            expected.add(Arrays.asList(
                    group.get(0).get(0), values, descending.isEmpty() ? null : descending, distinct, counted));
        }
        return expected;
    }

    @Test
    void functionsFollowTheirDefinitions() {
        List<Object> numbers = Arrays.asList(4.0, null, 1.0, 2.0, 2.0);
        assertThat(aggregate(DOUBLE, numbers, RowAggregates::first, DOUBLE)).isEqualTo(4.0);
        assertThat(aggregate(DOUBLE, numbers, RowAggregates::last, DOUBLE)).isEqualTo(2.0);
        assertThat(aggregate(DOUBLE, numbers, RowAggregates::count, INT64)).isEqualTo(4L);
        assertThat(aggregate(DOUBLE, numbers, () -> RowAggregates.sum(DOUBLE, false), DOUBLE))
                .isEqualTo(9.0);
        assertThat(aggregate(DOUBLE, numbers, RowAggregates::mostFrequent, DOUBLE))
                .isEqualTo(2.0);
        assertThat(aggregate(INT64, List.of(6L, 3L), () -> RowAggregates.bits((l, r) -> l & r), INT64))
                .isEqualTo(2L);
        assertThat(aggregate(TEXT, Arrays.asList("a", null, "b"), RowAggregates::joinedTexts, TEXT))
                .isEqualTo("a,b");
        assertThat(aggregate(
                        list(INT32),
                        Arrays.asList(List.of(1), null, List.of(2, 3)),
                        RowAggregates::concatenatedLists,
                        list(INT32)))
                .isEqualTo(List.of(1, 2, 3));
        assertThat(aggregate(INT32, Arrays.asList((Object) null), RowAggregates::onlyValue, INT32))
                .isNull();
        assertThat(aggregate(INT32, List.of(7), RowAggregates::onlyValue, INT32))
                .isEqualTo(7);
        assertThat(aggregate(INT32, Arrays.asList(1, null), RowAggregates::allValues, list(INT32)))
                .isEqualTo(Arrays.asList(1, null));
    }

    @Test
    void statisticsOfPairsFollowTheirDefinitions() {
        List<List<Object>> pairs =
                List.of(List.of(1.0, 10.0), List.of(2.0, 30.0), List.of(6.0, 20.0), Arrays.asList(9.0, null));
        // Means 3 and 20: distances -2, -1, 3 and -10, 10, 0.
        assertThat(statistic(pairs, RowAggregates.Statistic.COVAR_POP)).isEqualTo(10 / 3.0);
        assertThat(statistic(pairs, RowAggregates.Statistic.COVAR_SAMP)).isEqualTo(5.0);
        assertThat(statistic(pairs, RowAggregates.Statistic.REGR_SYY)).isEqualTo(14.0);
        assertThat(statistic(pairs, RowAggregates.Statistic.REGR_SXX)).isEqualTo(200.0);
        assertThat(statistic(pairs.subList(0, 1), RowAggregates.Statistic.COVAR_SAMP))
                .isNull();
        assertThat(statistic(List.of(), RowAggregates.Statistic.REGR_SXX)).isNull();
        assertThat(statistic(pairs, RowAggregates.Statistic.REGR_SXY)).isEqualTo(10.0);
        assertThat(statistic(pairs, RowAggregates.Statistic.REGR_AVGX)).isEqualTo(20.0);
        assertThat(statistic(pairs, RowAggregates.Statistic.REGR_AVGY)).isEqualTo(3.0);
        assertThat(statistic(pairs, RowAggregates.Statistic.REGR_SLOPE)).isEqualTo(0.05);
        assertThat(statistic(pairs, RowAggregates.Statistic.REGR_INTERCEPT)).isEqualTo(2.0);
        assertThat(statistic(pairs, RowAggregates.Statistic.REGR_R2)).isEqualTo(100 / 2800.0);
        assertThat(statistic(pairs, RowAggregates.Statistic.CORR)).isEqualTo(10 / Math.sqrt(2800));
    }

    @Test
    void statisticsOfPairsAreNullWhereTheyAreNotDefined() {
        List<List<Object>> sameX = List.of(List.of(1.0, 7.0), List.of(2.0, 7.0));
        List<List<Object>> sameY = List.of(List.of(7.0, 1.0), List.of(7.0, 2.0));
        for (RowAggregates.Statistic statistic : RowAggregates.Statistic.values()) {
            assertThat(statistic(List.of(), statistic))
                    .as("%s of none", statistic)
                    .isNull();
        }
        assertThat(statistic(sameX, RowAggregates.Statistic.REGR_SLOPE)).isNull();
        assertThat(statistic(sameX, RowAggregates.Statistic.REGR_INTERCEPT)).isNull();
        assertThat(statistic(sameX, RowAggregates.Statistic.REGR_R2)).isNull();
        assertThat(statistic(sameX, RowAggregates.Statistic.CORR)).isNull();
        assertThat(statistic(sameY, RowAggregates.Statistic.CORR)).isNull();
        assertThat(statistic(sameY, RowAggregates.Statistic.REGR_R2)).isEqualTo(1.0);
        assertThat(statistic(sameY, RowAggregates.Statistic.REGR_SLOPE)).isEqualTo(0.0);
    }

    @Test
    void correlationOfHugeAndTinyNumbersIsFinite() {
        for (double scale : new double[] {1e150, 1e-150}) {
            List<List<Object>> pairs = List.of(List.of(scale, scale), List.of(2 * scale, 2 * scale), List.of(0.0, 0.0));
            assertThat((Double) statistic(pairs, RowAggregates.Statistic.CORR)).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void standardDeviationIsTheRootOfTheVariance() {
        assertThat(aggregate(
                        DOUBLE,
                        List.of(2.0, 4.0),
                        () -> RowAggregates.statistic(RowAggregates.Statistic.STDDEV_POP),
                        DOUBLE))
                .isEqualTo(1.0);
    }

    private Object statistic(List<List<Object>> pairs, RowAggregates.Statistic statistic) {
        OrderedCall call = new OrderedCall(
                () -> RowAggregates.statistic(statistic), List.of(0, 1), OrderedCall.NONE, false, List.of(), DOUBLE);
        return BatchSource.drain(new OrderedAggregateOperator(
                        new BatchSource(memory, List.of(DOUBLE, DOUBLE), pairs, 2, false),
                        new int[0],
                        List.of(),
                        List.of(call),
                        memory.context()))
                .get(0)
                .get(0);
    }

    @Test
    void noRowsAreNullOrNothingOrEmpty() {
        assertThat(aggregate(INT64, List.of(), () -> RowAggregates.sum(INT64, false), INT64))
                .isNull();
        assertThat(aggregate(INT64, List.of(), () -> RowAggregates.sum(INT64, true), INT64))
                .isEqualTo(0L);
        assertThat(aggregate(INT64, List.of(), RowAggregates::count, INT64)).isEqualTo(0L);
        assertThat(aggregate(INT64, List.of(), () -> RowAggregates.list(false), list(INT64)))
                .isNull();
        assertThat(aggregate(INT64, List.of(), RowAggregates::allValues, list(INT64)))
                .isEqualTo(List.of());
        assertThat(aggregate(TEXT, List.of(), RowAggregates::joinedTexts, TEXT)).isNull();
        assertThat(aggregate(INT64, List.of(), RowAggregates::onlyValue, INT64)).isNull();
    }

    @Test
    void percentilesFollowTheirDefinitionsAtEachFraction() {
        List<Double> sorted = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
            sorted.add(random.nextInt(50) / 2.0);
        }
        Collections.sort(sorted);
        for (double fraction : new double[] {0, 0.01, 0.25, 0.5, 0.77, 0.99, 1}) {
            double position = fraction * (sorted.size() - 1);
            double low = sorted.get((int) Math.floor(position));
            double high = sorted.get((int) Math.ceil(position));
            assertThat((Double) percentile(sorted, fraction, RowAggregates::continuousPercentile))
                    .isCloseTo(low + (high - low) * (position % 1), org.assertj.core.data.Offset.offset(1e-9));
            Object reached = sorted.stream()
                    .filter(value ->
                            sorted.stream().filter(other -> other <= value).count() >= fraction * sorted.size())
                    .findFirst()
                    .orElseThrow();
            assertThat(percentile(sorted, fraction, RowAggregates::discretePercentile))
                    .isEqualTo(reached);
        }
    }

    private Object percentile(List<Double> values, double fraction, Supplier<RowAggregate> function) {
        List<List<Object>> rows = new ArrayList<>();
        values.forEach(value -> rows.add(List.of(value, fraction)));
        Collections.shuffle(rows, random);
        OrderedCall call = new OrderedCall(
                function, List.of(0, 1), OrderedCall.NONE, false, List.of(new SortKey(0, false, false)), DOUBLE);
        return BatchSource.drain(new OrderedAggregateOperator(
                        new BatchSource(memory, List.of(DOUBLE, DOUBLE), rows, 5, true),
                        new int[0],
                        List.of(),
                        List.of(call),
                        memory.context()))
                .get(0)
                .get(0);
    }

    private Object aggregate(Field argument, List<?> values, Supplier<RowAggregate> function, Field result) {
        List<List<Object>> rows = new ArrayList<>();
        values.forEach(value -> rows.add(Arrays.asList((Object) value)));
        return BatchSource.drain(new OrderedAggregateOperator(
                        new BatchSource(memory, List.of(argument), rows, 2, false),
                        new int[0],
                        List.of(),
                        List.of(call(function, 0, false, List.of(), result)),
                        memory.context()))
                .get(0)
                .get(0);
    }

    @Test
    void secondRowOfAValueAndSumsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> aggregate(INT32, Arrays.asList(null, null), RowAggregates::onlyValue, INT32))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("A sub-query used as a value returned more than one row");
        assertThatThrownBy(() ->
                        aggregate(INT64, List.of(Long.MAX_VALUE, 1L), () -> RowAggregates.sum(INT64, false), INT64))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("A sum does not fit BIGINT");
        Field narrow = decimal(2, 0);
        assertThatThrownBy(() -> aggregate(
                        narrow,
                        List.of(new BigDecimal(99), new BigDecimal(1)),
                        () -> RowAggregates.sum(narrow, false),
                        narrow))
                .isInstanceOf(EvaluationException.class);
    }

    @Test
    void failureOfTheInputLeavesNothingBehind() {
        BatchSource failing =
                new BatchSource(memory, List.of(INT8), check.randomRows(List.of(INT8), 100), 9, true).failingAfter(3);
        try (OrderedAggregateOperator operator =
                new OrderedAggregateOperator(failing, new int[] {0}, List.of(INT8), List.of(), memory.context())) {
            assertThatThrownBy(operator::next).hasMessage("the input failed");
        }
        assertThat(failing.closed).isTrue();
    }
}
