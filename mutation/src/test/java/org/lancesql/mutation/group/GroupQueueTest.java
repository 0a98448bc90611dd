package org.lancesql.mutation.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;
import org.lancesql.mutation.group.GroupQueue.Member;

class GroupQueueTest {
    private static final CancelToken NEVER = CancelToken.withoutTimeout();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void eachMemberIsServedOnceAndLearnsItsOwnOutcome() throws Exception {
        AtomicInteger groups = new AtomicInteger();
        AtomicInteger largest = new AtomicInteger();
        GroupQueue<Integer> queue = new GroupQueue<>(8, 4, members -> {
            groups.incrementAndGet();
            largest.accumulateAndGet(members.size(), Math::max);
            for (Member<Integer> member : members) {
                if (member.request() % 3 == 0) {
                    member.fail(new IllegalArgumentException("no " + member.request()));
                } else {
                    member.done();
                }
            }
        });
        int requests = 400;
        CyclicBarrier start = new CyclicBarrier(16);
        List<Future<Integer>> running = new ArrayList<>();
        AtomicInteger next = new AtomicInteger();
        for (int thread = 0; thread < 16; thread++) {
            running.add(threads.submit(() -> {
                start.await();
                int failed = 0;
                for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                    try {
                        queue.submit(i, NEVER);
                        assertThat(i % 3).isNotZero();
                    } catch (IllegalArgumentException e) {
                        assertThat(e).hasMessage("no " + i);
                        failed++;
                    }
                }
                return failed;
            }));
        }
        int failed = 0;
        for (Future<Integer> one : running) {
            failed += one.get();
        }
        assertThat(failed).isEqualTo((requests + 2) / 3);
        assertThat(largest.get()).isLessThanOrEqualTo(4);
        assertThat(groups.get()).isLessThanOrEqualTo(requests);
    }

    @Test
    void whoWaitsCanBeCancelledAndWhoIsServedCannot() throws Exception {
        CountDownLatch serving = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> served = new ArrayList<>();
        GroupQueue<String> queue = new GroupQueue<>(8, 4, members -> {
            serving.countDown();
            awaitLatch(release);
            members.forEach(member -> {
                served.add(member.request());
                member.done();
            });
        });
        CancelToken firstToken = CancelToken.withoutTimeout();
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> queue.submit("first", firstToken), threads);
        serving.await();
        firstToken.cancel();
        CancelToken cancelled = CancelToken.withTimeoutMillis(30);
        assertThatThrownBy(() -> queue.submit("second", cancelled)).isInstanceOf(CancelledException.class);
        release.countDown();
        first.join();
        queue.submit("third", NEVER);
        assertThat(served).containsExactly("first", "third");
    }

    @Test
    void fullQueuePushesBack() throws Exception {
        CountDownLatch serving = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        GroupQueue<Integer> queue = new GroupQueue<>(2, 1, members -> {
            serving.countDown();
            awaitLatch(release);
            members.forEach(Member::done);
        });
        List<CompletableFuture<Void>> running = new ArrayList<>();
        running.add(CompletableFuture.runAsync(() -> queue.submit(0, NEVER), threads));
        serving.await();
        for (int i = 1; i <= 2; i++) {
            int request = i;
            running.add(CompletableFuture.runAsync(() -> queue.submit(request, NEVER), threads));
        }
        while (queue.waiting() < 2) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> queue.submit(3, CancelToken.withTimeoutMillis(30)))
                .isInstanceOf(CancelledException.class);
        assertThat(queue.waiting()).isEqualTo(2);
        release.countDown();
        running.forEach(CompletableFuture::join);
    }

    @Test
    void workThatBreaksFailsAllItsMembers() {
        IllegalStateException broken = new IllegalStateException("broken");
        GroupQueue<Integer> queue = new GroupQueue<>(2, 1, members -> {
            throw broken;
        });
        assertThatThrownBy(() -> queue.submit(0, NEVER)).isSameAs(broken);
        GroupQueue<Integer> silent = new GroupQueue<>(2, 1, members -> {});
        assertThatThrownBy(() -> silent.submit(0, NEVER)).isInstanceOf(IllegalStateException.class);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
