package org.lancesql.storage;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The order in which a process commits to a table. Who came first goes first. */
final class CommitTurns {
    private final Lock checked = new ReentrantLock(true);
    private final ReadWriteLock all = new ReentrantReadWriteLock(true);

    /** A turn that was taken; ends when it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a turn of a commit beside others.
     *
     * @param isChecked whether the change is checked against HEAD: of these only one can be next
     */
    Turn besideOthers(boolean isChecked) {
        if (isChecked) {
            checked.lock();
        }
        all.readLock().lock();
        return () -> {
            all.readLock().unlock();
            if (isChecked) {
                checked.unlock();
            }
        };
    }

    /** Waits for a turn of a commit that would be late again and again while others commit without a pause. */
    Turn alone() {
        all.writeLock().lock();
        return () -> all.writeLock().unlock();
    }
}
