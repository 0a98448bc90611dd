package org.lancesql.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.*;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.aggregate.AggregateCall;
import org.lancesql.execution.aggregate.AggregateFunction;
import org.lancesql.execution.join.HashJoinOperator;
import org.lancesql.execution.join.JoinKeys;
import org.lancesql.execution.join.JoinKind;
import org.lancesql.execution.lanes.Lanes;
import org.lancesql.execution.operator.BatchSource;
import org.lancesql.execution.operator.HashAggregateOperator;
import org.lancesql.execution.operator.SetOperator;
import org.lancesql.execution.operator.SortOperator;
import org.lancesql.execution.ordered.OrderedAggregateOperator;
import org.lancesql.execution.ordered.OrderedCall;
import org.lancesql.execution.ordered.RowAggregates;
import org.lancesql.execution.sort.SortKey;
import org.lancesql.execution.window.WindowCall;
import org.lancesql.execution.window.WindowFrame;
import org.lancesql.execution.window.WindowFrame.Bound;
import org.lancesql.execution.window.WindowFunction;
import org.lancesql.execution.window.WindowOperator;

/**
 * Operators ask whether they are cancelled at least once for 65,536 rows in each of their passes, also over one huge batch:
 * no pass takes a microsecond for a row, so that they end within 100 ms. What they keep on the Java heap for each row counts
 * as memory of the statement.
 */
class LimitsTest {
    private static final int ROWS = 400_000;
    private static final int ROWS_PER_POLL = 65_536;
    private static final List<SortKey> BY_KEY = List.of(new SortKey(0, false, false));
    private static final long SCATTER = 0x9E37_79B9_7F4A_7C15L;

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    /** A token that counts how often it is asked, and cancels at one of these times. */
    private static final class CountingToken extends CancelToken {
        private final int last;
        private int polls;

        CountingToken(int last) {
            super(NO_DEADLINE, 0);
            this.last = last;
        }

        @Override
        public void check() {
            polls++;
            if (polls == last) {
                cancel();
            }
            super.check();
        }
    }

    @Test
    void buildSideOfAJoinIsReadNumberedAndFiltered() {
        check(2, i -> i * SCATTER, this::join);
    }

    @Test
    void keysThatLieCloseTogetherAreRanked() {
        check(5, i -> i * 20L, this::join);
    }

    @Test
    void rowsOfEqualKeysAreChained() {
        check(3, i -> i / 2 * SCATTER, this::join);
    }

    @Test
    void groupsAreNumberedAndTheirTableGrows() {
        check(2, i -> i * SCATTER, this::aggregate);
        check(1, i -> (long) i, this::aggregate);
    }

    @Test
    void rowsAreSorted() {
        check(2, i -> i * SCATTER, this::sort);
    }

    @Test
    void sortedGroupsAreTold() {
        check(3, i -> i * SCATTER, this::orderedAggregate);
    }

    @Test
    void partitionsAndFramesAreFound() {
        check(4, i -> (long) i, this::window);
    }

    @Test
    void valuesOfNeighboursAreFound() {
        int ranks = polls(i -> (long) i, (input, context) -> neighbours(WindowFunction.ROW_NUMBER, input, context));
        int values = polls(i -> (long) i, (input, context) -> neighbours(WindowFunction.LAG, input, context));
        assertThat(values - ranks).isGreaterThanOrEqualTo(ROWS / ROWS_PER_POLL);
    }

    @Test
    void distinctValuesAreCounted() {
        check(2, i -> i * SCATTER, this::countDistinct);
    }

    @Test
    void arraysOnTheHeapCountAsMemory() {
        for (BiFunction<BatchOperator, ExecutionContext, BatchOperator> opening :
                List.<BiFunction<BatchOperator, ExecutionContext, BatchOperator>>of(
                        this::join, this::sort, this::orderedAggregate, this::window)) {
            try (BufferAllocator limited = memory.allocator().newChildAllocator("limited", 0, 2L * ROWS)) {
                ExecutionContext context = new ExecutionContext(
                        limited, List.of(), TestMemory.STARTED_AT, ZoneOffset.UTC, CancelToken.withoutTimeout());
                try (BatchOperator operator = opening.apply(new OneBatch(i -> (long) i), context)) {
                    assertThatThrownBy(operator::next)
                            .isInstanceOf(OutOfMemoryException.class)
                            .hasMessageStartingWith("Arrays of");
                }
                assertThat(limited.getAllocatedMemory()).isZero();
            }
        }
    }

    @Test
    void rowsOfASetAreNumbered() {
        check(
                1,
                i -> i * SCATTER,
                (input, context) -> new SetOperator(
                        new BatchSource(memory, List.of(INT64), List.of(), 1, false),
                        input,
                        SetOperator.Kind.EXCEPT,
                        List.of(INT64),
                        context));
    }

    private BatchOperator join(BatchOperator input, ExecutionContext context) {
        BatchOperator probe = new BatchSource(memory, List.of(INT64), List.of(List.of(7L)), 1, false);
        JoinKeys keys = new JoinKeys(new int[] {0}, new int[] {0}, List.of(INT64), new boolean[] {false});
        return new HashJoinOperator(probe, input, JoinKind.INNER, keys, null, false, List.of(INT64, INT64), context);
    }

    private BatchOperator aggregate(BatchOperator input, ExecutionContext context) {
        AggregateCall count =
                new AggregateCall(AggregateFunction.COUNT_ROWS, AggregateCall.NONE, AggregateCall.NONE, INT64);
        return new HashAggregateOperator(Lanes.one(input), new int[] {0}, List.of(INT64), List.of(count), context);
    }

    private BatchOperator countDistinct(BatchOperator input, ExecutionContext context) {
        AggregateCall count = new AggregateCall(AggregateFunction.COUNT_DISTINCT, 0, AggregateCall.NONE, INT64);
        return new HashAggregateOperator(Lanes.one(input), new int[0], List.of(), List.of(count), context);
    }

    /** A window with a function that looks at values other than its row's, null ones apart, or at none. */
    private BatchOperator neighbours(WindowFunction function, BatchOperator input, ExecutionContext context) {
        Bound first = new Bound(Bound.Kind.UNBOUNDED_PRECEDING, 0);
        Bound current = new Bound(Bound.Kind.CURRENT_ROW, 0);
        WindowFrame frame = new WindowFrame(true, first, current, WindowFrame.Exclusion.NONE, 0);
        List<Integer> arguments = function == WindowFunction.LAG ? List.of(0) : List.of();
        WindowCall call = new WindowCall(function, arguments, function == WindowFunction.LAG, INT64);
        return new WindowOperator(input, 1, List.of(), BY_KEY, frame, List.of(call), context);
    }

    private BatchOperator sort(BatchOperator input, ExecutionContext context) {
        return new SortOperator(input, BY_KEY, 0, OptionalLong.empty(), context);
    }

    private BatchOperator orderedAggregate(BatchOperator input, ExecutionContext context) {
        OrderedCall count = new OrderedCall(RowAggregates::count, List.of(0), OrderedCall.NONE, true, List.of(), INT64);
        return new OrderedAggregateOperator(input, new int[] {0}, List.of(INT64), List.of(count), context);
    }

    private BatchOperator window(BatchOperator input, ExecutionContext context) {
        Bound preceding = new Bound(Bound.Kind.OFFSET, -200_000);
        Bound current = new Bound(Bound.Kind.CURRENT_ROW, 0);
        WindowFrame frame = new WindowFrame(true, preceding, current, WindowFrame.Exclusion.NONE, 0);
        WindowCall greatest = new WindowCall(WindowFunction.MAX, List.of(0), false, INT64);
        return new WindowOperator(input, 1, List.of(), BY_KEY, frame, List.of(greatest), context);
    }

    /** @param passes how often at least the operator goes over all rows */
    private void check(
            int passes, IntFunction<Long> key, BiFunction<BatchOperator, ExecutionContext, BatchOperator> opening) {
        int polls = polls(key, opening);
        assertThat(polls).isGreaterThanOrEqualTo(passes * (ROWS / ROWS_PER_POLL));
        for (int last : new int[] {1, polls / 2, polls}) {
            try (BatchOperator operator = opening.apply(new OneBatch(key), context(new CountingToken(last)))) {
                assertThatThrownBy(() -> {
                            for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
                                batch.close();
                            }
                        })
                        .isInstanceOf(CancelledException.class);
            }
            assertThat(memory.allocator().getAllocatedMemory()).isZero();
        }
    }

    /** How often an operator asks whether it is cancelled. */
    private int polls(IntFunction<Long> key, BiFunction<BatchOperator, ExecutionContext, BatchOperator> opening) {
        CountingToken counting = new CountingToken(0);
        try (BatchOperator operator = opening.apply(new OneBatch(key), context(counting))) {
            for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
                batch.close();
            }
        }
        return counting.polls;
    }

    private ExecutionContext context(CancelToken token) {
        return new ExecutionContext(memory.allocator(), List.of(), TestMemory.STARTED_AT, ZoneOffset.UTC, token);
    }

    /** Yields all rows in one batch. */
    private final class OneBatch implements BatchOperator {
        private final IntFunction<Long> key;
        private boolean given;

        OneBatch(IntFunction<Long> key) {
            this.key = key;
        }

        @Override
        public List<Field> fields() {
            return List.of(INT64);
        }

        @Override
        public @Nullable Batch next() {
            if (given) {
                return null;
            }
            given = true;
            List<Long> keys = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                keys.add(key.apply(i));
            }
            return new Batch(List.of(memory.vector(INT64, keys)), ROWS, Selection.all(ROWS));
        }

        @Override
        public void close() {
            given = true;
        }
    }
}
