package org.lancesql.mutation.group;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;

/**
 * Work of several threads that is done together: the first thread to come does its own at once, and while it does so the
 * others gather, to be served by one of them next. Nobody waits for company. Of those that wait there is a highest number;
 * whoever comes beyond it waits to be let in.
 *
 * @param <T> what a thread wants done
 */
public final class GroupQueue<T> {
    private static final long POLL_MILLIS = 20;

    private final int capacity;
    private final int mostMembers;
    private final Consumer<List<Member<T>>> work;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Deque<Member<T>> waiting = new ArrayDeque<>();
    private boolean working;

    /**
     * A queue without anybody in it.
     *
     * @param capacity members that may wait
     * @param mostMembers members that are served together
     * @param work serves some members: tells each that it is done or has failed
     */
    public GroupQueue(int capacity, int mostMembers, Consumer<List<Member<T>>> work) {
        this.capacity = capacity;
        this.mostMembers = mostMembers;
        this.work = requireNonNull(work, "work is null");
    }

    /**
     * Returns when the work is done.
     *
     * @param cancelToken ends the wait; a member that is being served is not left alone any more
     * @throws RuntimeException what the work told this member
     */
    public void submit(T request, CancelToken cancelToken) {
        cancelToken.check();
        Member<T> member = new Member<>(request);
        lock.lock();
        try {
            while (waiting.size() >= capacity) {
                await(cancelToken);
            }
            waiting.add(member);
            while (!member.finished) {
                if (working || !waiting.contains(member)) {
                    awaitTurn(member, cancelToken);
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
        RuntimeException failure = member.failure;
        if (failure != null) {
            throw failure;
        }
    }

    /** Number of members that are not being served yet. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(Member<T> member, CancelToken cancelToken) {
        if (!waiting.contains(member)) {
            changed.awaitUninterruptibly();
            return;
        }
        try {
            await(cancelToken);
        } catch (RuntimeException e) {
            if (waiting.remove(member)) {
                changed.signalAll();
                throw e;
            }
        }
    }

    private void await(CancelToken cancelToken) {
        cancelToken.check();
        try {
            boolean signalled = changed.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (!signalled) {
                cancelToken.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("The statement was interrupted while it waited for its commit");
        }
    }

    /** Serves the members that wait longest, without the lock. */
    private void lead() {
        List<Member<T>> group = new ArrayList<>();
        while (!waiting.isEmpty() && group.size() < mostMembers) {
            group.add(waiting.remove());
        }
        working = true;
        changed.signalAll();
        lock.unlock();
        try {
            work.accept(group);
        } catch (RuntimeException e) {
            group.forEach(member -> member.fail(e));
        } finally {
            lock.lock();
            working = false;
            group.forEach(Member::finish);
            changed.signalAll();
        }
    }

    /**
     * One who waits.
     *
     * @param <T> what it wants done
     */
    public static final class Member<T> {
        private final T request;
        private @Nullable RuntimeException failure;
        private boolean done;
        private boolean finished;

        private Member(T request) {
            this.request = request;
        }

        public T request() {
            return request;
        }

        /** Tells that what it wants is done. */
        public void done() {
            done = true;
        }

        /** Tells that it has failed, unless it is done or has failed before. */
        public void fail(RuntimeException newFailure) {
            if (!done && failure == null) {
                failure = newFailure;
            }
        }

        private void finish() {
            if (!done && failure == null) {
                failure = new IllegalStateException("nobody told whether it is done");
            }
            finished = true;
        }
    }
}
