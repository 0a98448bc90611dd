package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceLockTest {
    private static final int ROUNDS = 200;
    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private PlaceLocks locks() {
        return new PlaceLocks(() -> directory.resolve("locks"));
    }

    private PlaceLock place(PlaceLocks locks) {
        return locks.of(directory.resolve("t.lance"));
    }

    /** Two sets of locks of one process are to each other as two processes are. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoHoldsThePlaceAloneIsAlone(boolean twoSets) throws Exception {
        try (PlaceLocks one = locks();
                PlaceLocks other = twoSets ? locks() : one) {
            AtomicInteger sharing = new AtomicInteger();
            AtomicInteger alone = new AtomicInteger();
            AtomicInteger mostSharing = new AtomicInteger();
            AtomicBoolean broken = new AtomicBoolean();
            List<Future<?>> all = new ArrayList<>();
            for (PlaceLocks set : List.of(one, one, other, other)) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        try (PlaceLock.Hold hold = place(set).share("t")) {
                            int now = sharing.incrementAndGet();
                            mostSharing.accumulateAndGet(now, Math::max);
                            broken.compareAndSet(false, alone.get() > 0);
                            Thread.yield();
                            sharing.decrementAndGet();
                        }
                    }
                }));
            }
            all.add(threads.submit(() -> {
                for (int i = 0; i < ROUNDS / 10; i++) {
                    try (PlaceLock.Hold hold = place(other).alone("t")) {
                        broken.compareAndSet(false, alone.incrementAndGet() > 1 || sharing.get() > 0);
                        Thread.yield();
                        alone.decrementAndGet();
                    }
                }
            }));
            for (Future<?> each : all) {
                each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(broken).isFalse();
            assertThat(mostSharing).hasPositiveValue();
        }
    }

    @Test
    void thoseWhoShareDoSoAtTheSameTime() throws Exception {
        try (PlaceLocks locks = locks()) {
            CountDownLatch both = new CountDownLatch(2);
            List<Future<Boolean>> sharers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                sharers.add(threads.submit(() -> {
                    try (PlaceLock.Hold hold = place(locks).share("t")) {
                        both.countDown();
                        return both.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    }
                }));
            }
            for (Future<Boolean> sharer : sharers) {
                assertThat(sharer.get()).isTrue();
            }
        }
    }

    @Test
    void otherPlacesAndNamesAreNotWaitedFor() {
        try (PlaceLocks locks = locks();
                PlaceLock.Hold names = locks.names().alone("names");
                PlaceLock.Hold one = locks.of(directory.resolve("a.lance")).alone("a");
                PlaceLock.Hold other = locks.of(directory.resolve("b.lance")).share("b")) {
            assertThat(directory.resolve("locks")).exists();
        }
    }
}
