package org.lancesql.execution.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.INT32;
import static org.lancesql.execution.TestFields.INT64;
import static org.lancesql.execution.TestFields.TEXT;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.WorkerPool;
import org.lancesql.execution.aggregate.AggregateCall;
import org.lancesql.execution.aggregate.AggregateFunction;
import org.lancesql.execution.join.HashJoinOperator;
import org.lancesql.execution.join.JoinKeys;
import org.lancesql.execution.join.JoinKind;
import org.lancesql.execution.join.JoinShape;
import org.lancesql.execution.operator.BatchSource;
import org.lancesql.execution.operator.HashAggregateOperator;

class LanesTest {
    private static final long SEED = 20_261_122;
    private static final List<Field> FIELDS = List.of(INT64, TEXT, INT32);

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final WorkerPool workers = WorkerPool.of("test", 4);
    private final Random random = new Random(SEED);

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    @Test
    void aggregatesOfSeveralLanesAreThoseOfOne() {
        for (int batchSize : new int[] {1, 7, 65_536}) {
            for (int distinct : new int[] {1, 5, 400}) {
                List<List<Object>> rows = rows(500, distinct);
                for (int[] keys : new int[][] {{}, {0}, {1}, {0, 1}}) {
                    List<List<Object>> alone = BatchSource.drain(aggregate(Lanes.one(source(rows, batchSize)), keys));
                    List<List<Object>> together =
                            BatchSource.drain(aggregate(Lanes.over(source(rows, batchSize), workers), keys));
                    assertThat(together)
                            .as("batches of %s, %s keys, grouped by %s", batchSize, distinct, Arrays.toString(keys))
                            .containsExactlyInAnyOrderElementsOf(alone);
                }
            }
        }
    }

    @Test
    void joinsOfSeveralLanesAreThoseOfOne() {
        for (JoinKind kind : JoinKind.values()) {
            for (int batchSize : new int[] {1, 7, 65_536}) {
                for (int distinct : new int[] {20, 5_000}) {
                    List<List<Object>> left = rows(300, distinct);
                    List<List<Object>> right = rows(200, distinct);
                    List<List<Object>> alone =
                            rowsOf(join(Lanes.one(source(left, batchSize)), Lanes.one(source(right, batchSize)), kind));
                    List<List<Object>> together = rowsOf(join(
                            Lanes.over(source(left, batchSize), workers),
                            Lanes.over(source(right, batchSize), workers),
                            kind));
                    assertThat(together)
                            .as("%s join, batches of %s, %s keys", kind, batchSize, distinct)
                            .containsExactlyInAnyOrderElementsOf(alone);
                }
            }
        }
    }

    @Test
    void everyLaneIsReadByAThreadOfItsOwn() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch allThere = new CountDownLatch(4);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        try (Lanes lanes = Lanes.over(source(rows(5, 4), 1), workers)) {
            lanes.drain((lane, batch) -> {
                batch.close();
                if (isFirst.getAndSet(false)) {
                    return; // The others come when there is a second one.
                }
                threads.add(Thread.currentThread());
                allThere.countDown();
                await(allThere);
            });
        }
        assertThat(threads).hasSize(4).contains(Thread.currentThread());
    }

    @Test
    void workersComeAtOnceWhenThereAreKnownToBeManyBatches() {
        CountDownLatch allThere = new CountDownLatch(4);
        try (Lanes lanes = Lanes.overMany(source(rows(4, 4), 1), workers)) {
            lanes.drain((lane, batch) -> {
                batch.close();
                allThere.countDown();
                await(allThere);
            });
        }
        assertThat(allThere.getCount()).isZero();
    }

    @Test
    void oneBatchIsReadByTheCallingThreadAlone() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Lanes lanes = Lanes.over(source(rows(100, 4), 65_536), workers)) {
            lanes.drain((lane, batch) -> {
                batch.close();
                threads.add(Thread.currentThread());
            });
        }
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void breakersWithinBreakersEndAlsoWhenThereIsNoWorkerLeft() {
        WorkerPool one = WorkerPool.of("one", 2);
        try (one) {
            Lanes lanes = Lanes.over(source(rows(300, 50), 7), one);
            for (int depth = 0; depth < 20; depth++) {
                lanes = Lanes.over(
                        new HashAggregateOperator(
                                lanes, new int[] {0, 1, 2}, FIELDS, List.of(), context(CancelToken.withoutTimeout())),
                        one);
            }
            List<Object> seen = new ArrayList<>();
            try (Lanes all = lanes) {
                all.drain((lane, batch) -> {
                    try (batch) {
                        synchronized (seen) {
                            seen.add(batch.rowCount());
                        }
                    }
                });
            }
            assertThat(seen).isNotEmpty();
        }
    }

    @Test
    void failureOfALaneEndsAllAndIsThrown() {
        BatchSource source = new BatchSource(memory, FIELDS, rows(200, 20), 3, false).failingAfter(20);
        try (HashAggregateOperator operator = aggregate(Lanes.over(source, workers), 0)) {
            assertThatThrownBy(operator::next).hasMessage("the input failed");
        }
        assertThat(source.closed).isTrue();

        BatchSource other = source(rows(200, 20), 3);
        try (Lanes lanes = Lanes.over(other, workers)) {
            assertThatThrownBy(() -> lanes.drain((lane, batch) -> {
                        batch.close();
                        throw new IllegalStateException("lane " + lane);
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("lane ");
        }
        assertThat(other.closed).isTrue();
    }

    @Test
    void cancellingEndsAllLanes() {
        CancelToken token = CancelToken.withoutTimeout();
        BatchSource source = source(rows(2_000, 20), 1);
        ExecutionContext context = context(token);
        try (HashAggregateOperator operator = new HashAggregateOperator(
                Lanes.over(new CancelledAt(source, 300, token), workers),
                new int[] {0},
                List.of(INT64),
                List.of(),
                context)) {
            assertThatThrownBy(operator::next).isInstanceOf(CancelledException.class);
        }
        assertThat(source.closed).isTrue();
    }

    @Test
    void lanesThatAreNeverReadAreClosed() {
        BatchSource probe = source(rows(20, 20), 3);
        BatchSource build = source(rows(20, 20), 3);
        join(Lanes.over(probe, workers), Lanes.over(build, workers), JoinKind.INNER)
                .close();
        assertThat(probe.closed).isTrue();
        assertThat(build.closed).isTrue();
    }

    /** Cancels when so many batches have been read. */
    private record CancelledAt(BatchSource source, int count, CancelToken token) implements BatchOperator {
        @Override
        public List<Field> fields() {
            return source.fields();
        }

        @Override
        public @Nullable Batch next() {
            if (source.batches() == count) {
                token.cancel();
            }
            return source.next();
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HashAggregateOperator aggregate(Lanes input, int... keys) {
        List<Field> keyFields = Arrays.stream(keys).mapToObj(FIELDS::get).toList();
        List<AggregateCall> calls = List.of(
                new AggregateCall(AggregateFunction.COUNT_ROWS, AggregateCall.NONE, AggregateCall.NONE, INT64),
                new AggregateCall(AggregateFunction.COUNT, 1, AggregateCall.NONE, INT64),
                new AggregateCall(AggregateFunction.COUNT_DISTINCT, 1, AggregateCall.NONE, INT64),
                new AggregateCall(AggregateFunction.COUNT_DISTINCT, 0, AggregateCall.NONE, INT64),
                new AggregateCall(AggregateFunction.SUM, 0, AggregateCall.NONE, INT64),
                new AggregateCall(AggregateFunction.MIN, 1, AggregateCall.NONE, TEXT),
                new AggregateCall(AggregateFunction.MAX, 1, AggregateCall.NONE, TEXT),
                new AggregateCall(AggregateFunction.MAX, 2, AggregateCall.NONE, INT32));
        return new HashAggregateOperator(input, keys, keyFields, calls, context(CancelToken.withoutTimeout()));
    }

    private Lanes join(Lanes probe, Lanes build, JoinKind kind) {
        List<Field> fields = new ArrayList<>(FIELDS);
        fields.addAll(FIELDS);
        JoinKeys keys = new JoinKeys(new int[] {0}, new int[] {0}, List.of(INT64), new boolean[] {false});
        return HashJoinOperator.lanes(
                probe,
                build,
                new JoinShape(kind, keys, null, false, fields),
                null,
                context(CancelToken.withoutTimeout()));
    }

    private static List<List<Object>> rowsOf(Lanes lanes) {
        List<List<Object>> rows = new ArrayList<>();
        try (lanes) {
            lanes.drain((lane, batch) -> {
                List<List<Object>> read = BatchSource.rows(batch);
                synchronized (rows) {
                    rows.addAll(read);
                }
            });
        }
        return rows;
    }

    private ExecutionContext context(CancelToken token) {
        return new ExecutionContext(
                memory.allocator(), List.of(), TestMemory.STARTED_AT, ZoneOffset.UTC, token, workers);
    }

    private BatchSource source(List<List<Object>> rows, int batchSize) {
        return new BatchSource(memory, FIELDS, rows, batchSize, random.nextBoolean());
    }

    private List<List<Object>> rows(int count, int distinct) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Arrays.asList(
                    random.nextInt(10) == 0 ? null : (Object) (long) random.nextInt(distinct),
                    random.nextInt(10) == 0 ? null : "text".repeat(random.nextInt(3)) + random.nextInt(distinct),
                    random.nextInt()));
        }
        return rows;
    }
}
