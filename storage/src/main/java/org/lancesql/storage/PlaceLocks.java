package org.lancesql.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The locks of the places that tables have, in all processes that use the database: parts of one file, which the
 * operating system locks and lets go when a process dies. Each place has two bytes of it; the first two are for the giving
 * of names.
 */
final class PlaceLocks implements AutoCloseable {
    private static final int PLACES = 1 << 30;

    private final Supplier<Path> file;
    private final Map<Long, PlaceLock> locks = new ConcurrentHashMap<>();
    private @Nullable FileChannel channel;

    /** @param file where the locks are, made with its folder if need be; asked for at the first lock */
    PlaceLocks(Supplier<Path> file) {
        this.file = file;
    }

    /** The lock of a table's place. Two places may have the same one. */
    PlaceLock of(Path directory) {
        return lock(1L + Math.floorMod(String.valueOf(directory.getFileName()).hashCode(), PLACES));
    }

    /** Held alone by who gives a name to a table or view. */
    PlaceLock names() {
        return lock(0);
    }

    private PlaceLock lock(long slot) {
        return locks.computeIfAbsent(slot, key -> new PlaceLock(this, 2 * key));
    }

    /** Locks a byte of the file; null when another process has it. */
    @Nullable FileLock tryLock(long position, boolean shared) {
        try {
            return open().tryLock(position, 1, shared);
        } catch (OverlappingFileLockException e) {
            return null; // another store of this process has it, which is as good as another process
        } catch (IOException e) {
            throw FileErrors.translate("The locks of the database cannot be taken", e);
        }
    }

    /** The file stays open: closing it would free all locks that this process has on it. */
    private synchronized FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(
                    file.get(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw FileErrors.translate("The locks of the database cannot be closed", e);
        }
    }
}
