package org.lancesql.execution.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.INT64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.WorkerPool;
import org.lancesql.execution.operator.BatchSource;
import org.lancesql.execution.profile.OperatorProfile;

class MeasuredLanesTest {
    private static final List<Field> FIELDS = List.of(INT64);

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final WorkerPool workers = WorkerPool.of("test", 4);

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    private BatchSource source(int rows, int batchRows) {
        List<List<Object>> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            values.add(List.of((long) i));
        }
        return new BatchSource(memory, FIELDS, values, batchRows, false);
    }

    @Test
    void rowsAndBatchesOfAllLanesAreCounted() {
        for (int batchRows : new int[] {1, 7, 65_536}) {
            OperatorProfile profile = new OperatorProfile();
            try (Lanes lanes = profile.open(() -> Lanes.over(source(500, batchRows), workers))
                    .measuredBy(profile)) {
                lanes.drain((lane, batch) -> batch.close());
            }
            assertThat(profile.openings()).isEqualTo(1);
            assertThat(profile.rows()).isEqualTo(500);
            assertThat(profile.batches()).isEqualTo((500 + batchRows - 1) / batchRows);
            assertThat(profile.threads()).isBetween(1, workers.parallelism());
        }
    }

    @Test
    @Timeout(60)
    void theTimeOfThreadsThatHelpIsCountedWithWhatTheyDoForTheReader() throws InterruptedException {
        OperatorProfile profile = new OperatorProfile();
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch twoAtWork = new CountDownLatch(2);
        long start = System.nanoTime();
        try (Lanes lanes = Lanes.over(source(8, 1), workers).measuredBy(profile)) {
            lanes.drain((lane, batch) -> {
                batch.close();
                // Others come with the second batch.
                if (taken.incrementAndGet() > 1) {
                    twoAtWork.countDown();
                    await(twoAtWork);
                }
            });
        }
        long elapsed = System.nanoTime() - start;
        assertThat(profile.threads()).isGreaterThanOrEqualTo(2);
        assertThat(profile.helpNanos()).isPositive().isLessThan(elapsed * workers.parallelism());
        assertThat(profile.rows()).isEqualTo(8);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void preparationsAreTimedOnceForEachOperatorAboveThem() {
        OperatorProfile below = new OperatorProfile();
        OperatorProfile above = new OperatorProfile();
        int[] runs = new int[1];
        try (Lanes lanes = Lanes.one(source(3, 1))
                .after(() -> runs[0]++)
                .measuredBy(below)
                .map(lane -> lane)
                .measuredBy(above)) {
            lanes.drain((lane, batch) -> batch.close());
        }
        assertThat(runs[0]).isEqualTo(1);
        assertThat(above.nanos()).isGreaterThanOrEqualTo(below.nanos());
        assertThat(above.helpNanos()).as("one lane has no helpers").isZero();
    }

    @Test
    void whatAnOperatorTookAtTheMostIsKnownAfterItsMemoryIsClosed() {
        OperatorProfile profile = new OperatorProfile();
        try (BufferAllocator statement = new RootAllocator()) {
            profile.memory(statement).buffer(4_096).close();
            profile.memory(statement).buffer(64).close();
            profile.close();
        }
        assertThat(profile.peakBytes()).isEqualTo(4_096);
    }

    @Test
    void countsAddUpAndNotesAreReplaced() {
        OperatorProfile profile = new OperatorProfile();
        profile.count("rows read", 3);
        profile.count("bytes", 10);
        profile.count("rows read", 4);
        profile.note("filter", "a");
        profile.note("filter", "b");
        assertThat(profile.counts()).containsExactly(Map.entry("rows read", 7L), Map.entry("bytes", 10L));
        assertThat(profile.notes()).containsExactly(Map.entry("filter", "b"));
    }
}
