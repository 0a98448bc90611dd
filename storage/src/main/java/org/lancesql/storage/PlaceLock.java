package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/**
 * Shared by those who publish to a table, and held alone by who moves it away: Lance makes the folders anew that it misses,
 * so that what is published to a table that has just gone would stand in the way of the next one, or on top of it.
 *
 * <p>Who wants it passes a gate first, and who wants it alone keeps the gate while others finish, so that those who share
 * it cannot keep him waiting by taking turns.
 */
final class PlaceLock {
    private static final long PATIENCE_MILLIS = 30_000;
    private static final long LONGEST_PAUSE_MICROS = 2_000;

    private final PlaceLocks locks;
    private final long gate;
    private final long place;
    private final ReentrantReadWriteLock threads = new ReentrantReadWriteLock(true);
    private int sharers;
    private @Nullable FileLock shared;

    /** What is held until it is closed, by the thread that has taken it. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** @param first of the two bytes in the file of locks */
    PlaceLock(PlaceLocks locks, long first) {
        this.locks = locks;
        this.gate = first;
        this.place = first + 1;
    }

    /**
     * Waits until nobody holds the place alone.
     *
     * @param problem object and problem, to begin an error message with
     * @throws StorageException CONFLICT when that takes too long
     */
    Hold share(String problem) {
        return hold(threads.readLock(), problem, deadline -> {
            waitFor(this::enter, problem, deadline);
            return this::leave;
        });
    }

    /**
     * Waits until nobody else holds the place.
     *
     * @param problem object and problem, to begin an error message with
     * @throws StorageException CONFLICT when that takes too long
     */
    Hold alone(String problem) {
        return hold(threads.writeLock(), problem, deadline -> {
            FileLock gateLock = waitFor(() -> locks.tryLock(gate, false), problem, deadline);
            try {
                FileLock placeLock = waitFor(() -> locks.tryLock(place, false), problem, deadline);
                return () -> release(placeLock, gateLock);
            } catch (RuntimeException | Error e) {
                release(gateLock);
                throw e;
            }
        });
    }

    /** How the locks of the operating system are taken, once no other thread is in the way. */
    private interface Taking {
        Hold until(long deadline);
    }

    private static Hold hold(Lock lock, String problem, Taking taking) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            if (!lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw busy(problem);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Reason.CONFLICT, problem + ": the wait for others was interrupted.", e);
        }
        boolean taken = false;
        try {
            Hold hold = taking.until(deadline);
            taken = true;
            return () -> {
                try {
                    hold.close();
                } finally {
                    lock.unlock();
                }
            };
        } finally {
            if (!taken) {
                lock.unlock();
            }
        }
    }

    /** Null when another process is at the gate, or about to leave the place. */
    private synchronized @Nullable FileLock enter() {
        FileLock passed = locks.tryLock(gate, true);
        if (passed == null) {
            return null;
        }
        try {
            if (sharers == 0) {
                shared = locks.tryLock(place, true);
            }
            sharers += shared == null ? 0 : 1;
            return shared;
        } finally {
            release(passed);
        }
    }

    private synchronized void leave() {
        sharers--;
        if (sharers == 0) {
            release(requireNonNull(shared));
            shared = null;
        }
    }

    private static FileLock waitFor(Supplier<@Nullable FileLock> attempt, String problem, long deadline) {
        for (long pauseMicros = 50; ; pauseMicros = Math.min(LONGEST_PAUSE_MICROS, 2 * pauseMicros)) {
            FileLock taken = attempt.get();
            if (taken != null) {
                return taken;
            }
            if (System.nanoTime() > deadline) {
                throw busy(problem);
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pauseMicros));
        }
    }

    private static StorageException busy(String problem) {
        return new StorageException(
                Reason.CONFLICT,
                problem + ": others have been publishing to it or moving it for " + PATIENCE_MILLIS / 1000
                        + " seconds.");
    }

    private static void release(FileLock... held) {
        try {
            for (FileLock lock : held) {
                lock.release();
            }
        } catch (IOException e) {
            throw FileErrors.translate("A lock of the database cannot be released", e);
        }
    }
}
