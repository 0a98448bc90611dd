package org.lancesql.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A private directory that is deleted when it is closed, and, when its program was killed, by a later program that makes
 * one in the same place.
 *
 * <p>A lock file beside it, locked before the directory is made, says that its program lives; the operating system gives
 * the lock back when a program ends in whatever way. A lock file is deleted only by who holds its lock, and whoever gets
 * the lock of a file that is no longer there begins anew, so no directory in use is ever taken for a leftover.
 */
final class TemporaryDirectory implements AutoCloseable {
    private static final String PREFIX = "lancesql-session-";
    private static final String LOCK_SUFFIX = ".lock";

    private final Path directory;
    private final Path lockFile;
    private final FileChannel lock;

    private TemporaryDirectory(Path directory, Path lockFile, FileChannel lock) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** A new directory under {@code parent}, after leftovers there are deleted. */
    static TemporaryDirectory create(Path parent) {
        sweep(parent);
        try {
            while (true) {
                String name = ownPrefix() + Ulid.next();
                Path lockFile = parent.resolve(name + LOCK_SUFFIX);
                FileChannel lock = FileChannel.open(
                        Files.createFile(lockFile, onlyForOwner(parent, "rw-------")), StandardOpenOption.WRITE);
                if (lock.tryLock() != null && Files.exists(lockFile, LinkOption.NOFOLLOW_LINKS)) {
                    Path directory = Files.createDirectory(parent.resolve(name), onlyForOwner(parent, "rwx------"));
                    return new TemporaryDirectory(directory.toRealPath(), lockFile, lock);
                }
                lock.close(); // a sweep came between the file and its lock
            }
        } catch (IOException e) {
            throw FileErrors.translate("A temporary directory in " + parent + " cannot be made", e);
        }
    }

    private static FileAttribute<?>[] onlyForOwner(Path parent, String permissions) {
        return parent.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * What the names of this program's directories begin with. Its own lock files must not be opened to try their locks:
     * on POSIX systems closing them would give the locks back.
     */
    private static String ownPrefix() {
        return PREFIX + OwnProcess.name() + "-";
    }

    /** Deletes the directories of programs that have ended. Those that cannot be looked at stay. */
    static void sweep(Path parent) {
        String own = ownPrefix();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK_SUFFIX)) {
            for (Path lockFile : files) {
                if (!Objects.requireNonNull(lockFile.getFileName()).toString().startsWith(own)) {
                    deleteIfAbandoned(lockFile);
                }
            }
        } catch (IOException e) {
            throw FileErrors.translate("Temporary directory " + parent + " cannot be listed", e);
        }
    }

    private static void deleteIfAbandoned(Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                FileTrees.delete(directoryOf(lockFile));
                Files.deleteIfExists(lockFile);
            }
        } catch (IOException | StorageException e) {
            return; // another user's, or another sweep was faster; a leftover hurts nobody
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Path directoryOf(Path lockFile) {
        String name = Objects.requireNonNull(lockFile.getFileName()).toString();
        return lockFile.resolveSibling(name.substring(0, name.length() - LOCK_SUFFIX.length()));
    }

    Path path() {
        return directory;
    }

    @Override
    public void close() {
        try (lock) {
            FileTrees.delete(directory);
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            throw FileErrors.translate("Temporary directory " + directory + " cannot be deleted", e);
        }
    }
}
