package org.lancesql.execution.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.lancesql.execution.TestFields.*;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.operator.BatchSource;
import org.lancesql.execution.operator.OperatorCheck;
import org.lancesql.execution.operator.SortOperator;
import org.lancesql.execution.sort.SortKey;
import org.lancesql.execution.window.WindowFrame.Bound;
import org.lancesql.execution.window.WindowFrame.Exclusion;

class WindowOperatorTest {
    private static final long SEED = 20_260_403;
    private static final Field DECIMAL = decimal(38, 2);
    /** Partition, order key, values; small numbers; the order key as a decimal, that key less 2 and plus 3. */
    private static final List<Field> FIELDS =
            List.of(INT8, INT8, TEXT, INT64, DOUBLE, DECIMAL, INT64, DECIMAL, DECIMAL, DECIMAL);

    private static final int KEPT = 6;
    private static final int COUNTS = 6;

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final Random random = new Random(SEED);
    private final OperatorCheck check = new OperatorCheck(memory, random);

    private static WindowCall call(WindowFunction function, Field result, Integer... arguments) {
        return new WindowCall(function, List.of(arguments), false, result);
    }

    private static WindowCall ignoringNulls(WindowFunction function, Field result, Integer... arguments) {
        return new WindowCall(function, List.of(arguments), true, result);
    }

    private static final List<WindowCall> CALLS = List.of(
            call(WindowFunction.ROW_NUMBER, INT64),
            call(WindowFunction.RANK, INT64),
            call(WindowFunction.DENSE_RANK, INT64),
            call(WindowFunction.PERCENT_RANK, DOUBLE),
            call(WindowFunction.CUME_DIST, DOUBLE),
            call(WindowFunction.NTILE, INT64, COUNTS),
            call(WindowFunction.LAG, TEXT, 2),
            call(WindowFunction.LEAD, TEXT, 2, COUNTS),
            ignoringNulls(WindowFunction.LAG, INT64, 3, COUNTS, 3),
            ignoringNulls(WindowFunction.LEAD, INT64, 3),
            call(WindowFunction.FIRST_VALUE, TEXT, 2),
            ignoringNulls(WindowFunction.FIRST_VALUE, TEXT, 2),
            call(WindowFunction.LAST_VALUE, DOUBLE, 4),
            ignoringNulls(WindowFunction.LAST_VALUE, DOUBLE, 4),
            call(WindowFunction.NTH_VALUE, TEXT, 2, COUNTS),
            call(WindowFunction.COUNT, INT64),
            call(WindowFunction.COUNT, INT64, 3),
            call(WindowFunction.SUM, INT64, 3),
            call(WindowFunction.SUM, DOUBLE, 4),
            call(WindowFunction.SUM, DECIMAL, 5),
            call(WindowFunction.SUM_OR_ZERO, INT64, 3),
            call(WindowFunction.MIN, TEXT, 2),
            call(WindowFunction.MAX, DOUBLE, 4));

    private static Bound bound(Bound.Kind kind) {
        return new Bound(kind, 0);
    }

    private static Bound offset(long rows) {
        return new Bound(Bound.Kind.OFFSET, rows);
    }

    private static Bound value(int column) {
        return new Bound(Bound.Kind.VALUE, column);
    }

    private static WindowFrame rows(Bound lower, Bound upper, Exclusion exclusion) {
        return new WindowFrame(true, lower, upper, exclusion, 7);
    }

    private static WindowFrame range(Bound lower, Bound upper, Exclusion exclusion) {
        return new WindowFrame(false, lower, upper, exclusion, 7);
    }

    private static List<WindowFrame> frames() {
        Bound first = bound(Bound.Kind.UNBOUNDED_PRECEDING);
        Bound current = bound(Bound.Kind.CURRENT_ROW);
        Bound last = bound(Bound.Kind.UNBOUNDED_FOLLOWING);
        List<WindowFrame> frames = new ArrayList<>();
        for (Exclusion exclusion : Exclusion.values()) {
            frames.add(rows(first, last, exclusion));
            frames.add(rows(first, current, exclusion));
            frames.add(rows(offset(-3), offset(2), exclusion));
            frames.add(range(first, current, exclusion));
            frames.add(range(value(8), value(9), exclusion));
        }
        frames.add(rows(current, last, Exclusion.NONE));
        frames.add(rows(offset(-5), offset(-2), Exclusion.NONE));
        frames.add(rows(offset(2), offset(4), Exclusion.NONE));
        frames.add(rows(offset(3), offset(1), Exclusion.NONE));
        frames.add(rows(offset(-100_000_000_000L), offset(100_000_000_000L), Exclusion.NONE));
        frames.add(range(current, last, Exclusion.NONE));
        frames.add(range(first, value(8), Exclusion.NONE));
        frames.add(range(value(9), last, Exclusion.NONE));
        frames.add(range(current, value(9), Exclusion.NONE));
        return frames;
    }

    @Test
    void givesWhatAReferenceGivesForEachFunctionAndFrame() {
        for (WindowFrame frame : frames()) {
            for (boolean descending : new boolean[] {false, true}) {
                boolean nullsFirst = random.nextBoolean();
                List<SortKey> order = List.of(new SortKey(1, descending, nullsFirst));
                for (List<SortKey> partition : List.of(List.of(new SortKey(0, false, false)), List.<SortKey>of())) {
                    compare(frame, partition, order, descending);
                }
            }
        }
    }

    private void compare(WindowFrame frame, List<SortKey> partition, List<SortKey> order, boolean descending) {
        List<SortKey> all = new ArrayList<>(partition);
        all.addAll(order);
        for (int count : new int[] {0, 1, 60}) {
            List<List<Object>> rows = sorted(inputRows(count, descending), all);
            check.known(
                    frame + " of partitions by " + partition + " ordered by " + order,
                    List.of(FIELDS),
                    List.of(rows),
                    (inputs, context) ->
                            new WindowOperator(inputs.get(0), KEPT, partition, order, frame, CALLS, context),
                    inputs -> new WindowReference(rows, partition, order, frame).with(CALLS, KEPT));
        }
    }

    /** Rows whose sums neither overflow nor round. */
    private List<List<Object>> inputRows(int count, boolean descending) {
        List<List<Object>> rows = check.randomRows(FIELDS, count);
        for (List<Object> row : rows) {
            row.set(0, (byte) random.nextInt(4));
            row.set(3, row.get(3) == null ? null : (Long) row.get(3) % 1_000);
            row.set(4, row.get(4) == null ? null : exact((Double) row.get(4)));
            row.set(5, row.get(5) == null ? null : ((BigDecimal) row.get(5)).remainder(new BigDecimal("1E+30")));
            row.set(COUNTS, random.nextInt(9) == 0 ? null : Long.valueOf(1 + random.nextInt(7)));
            Byte key = (Byte) row.get(1);
            for (int i = 0; i < 3; i++) {
                long distance = new long[] {0, -2, 3}[i] * (descending ? -1 : 1);
                row.set(7 + i, key == null ? null : BigDecimal.valueOf(100 * (key + distance), 2));
            }
        }
        return rows;
    }

    private static double exact(double value) {
        return Double.isFinite(value) ? Math.rint(value % 1_000 * 4) / 4 : value;
    }

    private List<List<Object>> sorted(List<List<Object>> rows, List<SortKey> keys) {
        return BatchSource.drain(new SortOperator(
                new BatchSource(memory, FIELDS, rows, 1_000, false), keys, 0, OptionalLong.empty(), memory.context()));
    }

    @Test
    void leastAndGreatestAndNeighboursAreOfAnyType() {
        WindowFrame frame = rows(offset(-4), offset(1), Exclusion.NONE);
        for (Field field : ALL) {
            List<WindowCall> calls = List.of(
                    call(WindowFunction.MIN, field, 0),
                    call(WindowFunction.MAX, field, 0),
                    call(WindowFunction.LAG, field, 0));
            check.random(
                    "window over " + field,
                    List.of(List.of(field)),
                    (inputs, context) ->
                            new WindowOperator(inputs.get(0), 1, List.of(), List.of(), frame, calls, context),
                    inputs -> new WindowReference(inputs.get(0), List.of(), List.of(), frame).with(calls, 1));
        }
    }

    @Test
    void partitionsOfAllSizesAreCutWhereverBatchesEnd() {
        List<Field> fields = List.of(INT32, INT64);
        List<List<Object>> rows = new ArrayList<>();
        for (int partition = 0; rows.size() < 200_000; partition++) {
            int size = partition % 3 == 0 ? 1 : partition % 3 == 1 ? 70_000 : 500;
            for (int i = 0; i < size; i++) {
                rows.add(List.of(partition, (long) i));
            }
        }
        List<WindowCall> calls = List.of(
                call(WindowFunction.ROW_NUMBER, INT64),
                call(WindowFunction.SUM, INT64, 1),
                call(WindowFunction.COUNT, INT64));
        for (int batchSize : new int[] {777, 65_536}) {
            List<List<Object>> actual = BatchSource.drain(new WindowOperator(
                    new BatchSource(memory, fields, rows, batchSize, false),
                    2,
                    List.of(new SortKey(0, false, false)),
                    List.of(),
                    rows(offset(-1), bound(Bound.Kind.CURRENT_ROW), Exclusion.NONE),
                    calls,
                    memory.context()));
            assertThat(actual).hasSameSizeAs(rows);
            for (int i = 0; i < actual.size(); i++) {
                long value = (Long) rows.get(i).get(1);
                assertThat(actual.get(i))
                        .isEqualTo(Arrays.asList(
                                rows.get(i).get(0),
                                value,
                                value + 1,
                                Math.max(0, 2 * value - 1),
                                value == 0 ? 1L : 2L));
            }
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void wideFramesCostNoMorePerRowThanNarrowOnes() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 400_000; i++) {
            rows.add(List.of((long) (i * 7_919L % 1_000)));
        }
        // Every frame has 200,000 rows: 80 billion additions if each were summed anew.
        List<List<Object>> actual = BatchSource.drain(new WindowOperator(
                new BatchSource(memory, List.of(INT64), rows, 65_536, false),
                1,
                List.of(),
                List.of(),
                rows(offset(-100_000), offset(100_000), Exclusion.CURRENT_ROW),
                List.of(call(WindowFunction.SUM, INT64, 0), call(WindowFunction.MAX, INT64, 0)),
                memory.context()));
        long sum = 0;
        for (int i = 100_000; i <= 300_000; i++) {
            sum += i == 200_000 ? 0 : (Long) rows.get(i).get(0);
        }
        assertThat(actual.get(200_000)).isEqualTo(List.of(rows.get(200_000).get(0), sum, 999L));
    }

    @Test
    void nanAndInfinityLeaveASumWithTheRowTheyCameWith() {
        List<List<Object>> rows = List.of(
                List.of(1.0),
                List.of(Double.NaN),
                List.of(2.0),
                List.of(Double.POSITIVE_INFINITY),
                List.of(3.0),
                List.of(4.0));
        assertThat(BatchSource.drain(new WindowOperator(
                        new BatchSource(memory, List.of(DOUBLE), rows, 2, false),
                        0,
                        List.of(),
                        List.of(),
                        rows(offset(-1), bound(Bound.Kind.CURRENT_ROW), Exclusion.NONE),
                        List.of(call(WindowFunction.SUM, DOUBLE, 0)),
                        memory.context())))
                .containsExactly(
                        List.of(1.0),
                        List.of(Double.NaN),
                        List.of(Double.NaN),
                        List.of(Double.POSITIVE_INFINITY),
                        List.of(Double.POSITIVE_INFINITY),
                        List.of(7.0));
    }

    /** Number of pairs, means of y and x, sums of the squared distances of y and x from them, and of both distances' products. */
    private record Sums(int n, double y, double x, double yy, double xx, double xy) {
        static Sums of(List<List<Object>> rows) {
            List<List<Object>> pairs = rows.stream()
                    .filter(row -> row.stream().allMatch(Objects::nonNull))
                    .toList();
            double y = mean(pairs, 0);
            double x = mean(pairs, 1);
            return new Sums(
                    pairs.size(),
                    y,
                    x,
                    products(pairs, 0, y, 0, y),
                    products(pairs, 1, x, 1, x),
                    products(pairs, 0, y, 1, x));
        }

        private static double mean(List<List<Object>> pairs, int column) {
            return pairs.stream()
                    .mapToDouble(pair -> (Double) pair.get(column))
                    .average()
                    .orElse(0);
        }

        private static double products(List<List<Object>> pairs, int one, double oneMean, int other, double otherMean) {
            return pairs.stream()
                    .mapToDouble(pair -> ((Double) pair.get(one) - oneMean) * ((Double) pair.get(other) - otherMean))
                    .sum();
        }
    }

    private static final Map<WindowFunction, ToDoubleFunction<Sums>> STATISTICS = Map.ofEntries(
            Map.entry(WindowFunction.VAR_POP, sums -> sums.yy / sums.n),
            Map.entry(WindowFunction.VAR_SAMP, sums -> sums.yy / (sums.n - 1)),
            Map.entry(WindowFunction.STDDEV_POP, sums -> Math.sqrt(sums.yy / sums.n)),
            Map.entry(WindowFunction.STDDEV_SAMP, sums -> Math.sqrt(sums.yy / (sums.n - 1))),
            Map.entry(WindowFunction.COVAR_POP, sums -> sums.xy / sums.n),
            Map.entry(WindowFunction.COVAR_SAMP, sums -> sums.n == 0 ? Double.NaN : sums.xy / (sums.n - 1)),
            Map.entry(WindowFunction.CORR, sums -> sums.xy / Math.sqrt(sums.xx * sums.yy)),
            Map.entry(WindowFunction.REGR_AVGX, sums -> sums.n == 0 ? Double.NaN : sums.x),
            Map.entry(WindowFunction.REGR_AVGY, sums -> sums.n == 0 ? Double.NaN : sums.y),
            Map.entry(WindowFunction.REGR_SLOPE, sums -> sums.xy / sums.xx),
            Map.entry(WindowFunction.REGR_INTERCEPT, sums -> sums.y - sums.xy / sums.xx * sums.x),
            Map.entry(WindowFunction.REGR_R2, sums -> sums.xy * sums.xy / sums.xx / sums.yy),
            Map.entry(WindowFunction.REGR_SXX, sums -> sums.n == 0 ? Double.NaN : sums.xx),
            Map.entry(WindowFunction.REGR_SXY, sums -> sums.n == 0 ? Double.NaN : sums.xy),
            Map.entry(WindowFunction.REGR_SYY, sums -> sums.n == 0 ? Double.NaN : sums.yy));

    /** The rows of each frame are few and far from zero, so that sums of squares would have no digit right. */
    @Test
    void statisticsOfFramesAreThoseOfTheirRows() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Double x = random.nextInt(4) == 0 ? null : 1e9 + random.nextInt(1_000);
            rows.add(Arrays.asList(1e9 + random.nextInt(1_000), x));
        }
        STATISTICS.forEach((function, expected) -> {
            boolean isOfPairs = !function.name().matches("(VAR|STDDEV)_.*");
            WindowCall call = isOfPairs ? call(function, DOUBLE, 0, 1) : call(function, DOUBLE, 0);
            List<List<Object>> actual = BatchSource.drain(new WindowOperator(
                    new BatchSource(memory, List.of(DOUBLE, DOUBLE), rows, 16, false),
                    2,
                    List.of(),
                    List.of(),
                    rows(offset(-4), offset(2), Exclusion.CURRENT_ROW),
                    List.of(call),
                    memory.context()));
            for (int row = 0; row < rows.size(); row++) {
                List<List<Object>> frame = new ArrayList<>(rows.subList(Math.max(0, row - 4), row));
                frame.addAll(rows.subList(row + 1, Math.min(rows.size(), row + 3)));
                if (!isOfPairs) {
                    frame.replaceAll(pair -> List.of(pair.get(0), pair.get(0)));
                }
                double value = expected.applyAsDouble(Sums.of(frame));
                Object found = actual.get(row).get(2);
                if (Double.isFinite(value)) {
                    assertThat((Double) found)
                            .as("%s of row %s", function, row)
                            .isCloseTo(value, withinPercentage(1e-4));
                } else {
                    assertThat(found).as("%s of row %s", function, row).isNull();
                }
            }
        });
    }

    @Test
    void sumThatDoesNotFitAndSenselessNumbersAreRefused() {
        assertThatThrownBy(() -> one(call(WindowFunction.SUM, INT64, 0), Long.MAX_VALUE, 1L))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("A sum does not fit BIGINT");
        assertThatThrownBy(() -> one(call(WindowFunction.NTILE, INT64, 0), 0L))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("NTILE takes a number of parts from 1 on, not 0");
        assertThatThrownBy(() -> one(call(WindowFunction.NTH_VALUE, INT64, 0, 0), -1L))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("NTH_VALUE takes a position from 1 on, not -1");
    }

    private void one(WindowCall call, Object... values) {
        List<List<Object>> rows = Arrays.stream(values).map(List::of).toList();
        BatchSource.drain(new WindowOperator(
                new BatchSource(memory, List.of(INT64), rows, 1, false),
                1,
                List.of(),
                List.of(),
                WindowFrame.whole(),
                List.of(call),
                memory.context()));
    }

    @Test
    void failureOfTheInputLeavesNothingBehind() {
        List<List<Object>> rows = check.randomRows(List.of(INT8), 500);
        BatchSource failing = new BatchSource(memory, List.of(INT8), rows, 50, true).failingAfter(3);
        try (WindowOperator operator = new WindowOperator(
                failing,
                1,
                List.of(new SortKey(0, false, false)),
                List.of(),
                WindowFrame.whole(),
                List.of(call(WindowFunction.COUNT, INT64)),
                memory.context())) {
            assertThatThrownBy(operator::next).hasMessage("the input failed");
        }
        assertThat(failing.closed).isTrue();
    }
}
