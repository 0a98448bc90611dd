package org.lancesql.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Files under {@code _lancesql/live} that tell what programs are doing: each is locked by its program as long as it holds
 * good, and the operating system gives the lock back when a program ends in whatever way. Thread-safe.
 *
 * <p>On POSIX systems a process loses its lock of a file when it closes any handle on that file. A process therefore never
 * opens its own files again: names begin with the process, and what is in its own ones is remembered.
 */
public final class LiveFiles {
    private static final Map<Path, byte[]> OWN = new ConcurrentHashMap<>();
    private static final String OWN_PREFIX = OwnProcess.name() + "-";

    private final TableStore store;
    private final SystemDirectory system;

    LiveFiles(TableStore store, SystemDirectory system) {
        this.store = store;
        this.system = system;
    }

    /**
     * A file of a program that lives.
     *
     * @param name unique
     * @param content empty when only its program knows, or its user
     */
    public record Found(String name, Optional<byte[]> content) {}

    /**
     * Makes a file, which is there until it is closed or the process ends.
     *
     * @throws StorageException READ_ONLY, DISK_FULL, PERMISSION_DENIED
     */
    public LiveFile create(byte[] content) {
        store.requireWritable("What is open");
        Path folder = system.folder("live");
        try {
            while (true) {
                Path path = folder.resolve(OWN_PREFIX + Ulid.next());
                FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                boolean made = false;
                try {
                    if (channel.tryLock() != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                        LiveFile file = new LiveFile(path, channel);
                        file.write(content);
                        made = true;
                        return file;
                    } // else another program took it for a leftover between its making and its locking
                } finally {
                    if (!made) {
                        channel.close();
                        Files.deleteIfExists(path);
                    }
                }
            }
        } catch (IOException e) {
            throw FileErrors.translate("What is open cannot be noted in " + folder, e);
        }
    }

    /** The files of all programs that live. Deletes those of others, unless the database is open for reading only. */
    public List<Found> all() {
        List<Found> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(system.path("live"))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(OWN_PREFIX)) {
                    found.add(new Found(name, Optional.ofNullable(OWN.get(file))));
                } else if (!Files.isDirectory(file)) {
                    other(file).ifPresent(content -> found.add(new Found(name, content)));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw FileErrors.translate("What is open cannot be listed in " + system.path("live"), e);
        }
        return found;
    }

    /** What is in the file of another process, if that may be known; empty when the process has ended. */
    private synchronized Optional<Optional<byte[]>> other(Path path) throws IOException {
        if (!store.readOnly()) {
            try {
                return other(path, false).map(Optional::of);
            } catch (FileSystemException e) {
                // it belongs to another user, or the disk is read-only: looking at it is enough
            }
        }
        try {
            return other(path, true).map(Optional::of);
        } catch (AccessDeniedException e) {
            return Optional.of(Optional.empty());
        }
    }

    private static Optional<byte[]> other(Path path, boolean looksOnly) throws IOException {
        try (FileChannel channel = looksOnly
                ? FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
                : FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (tryLock(channel, looksOnly) == null) {
                return Optional.of(content(channel));
            }
            if (!looksOnly) {
                Files.deleteIfExists(path);
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            return null; // another store of this process looks at it just now
        }
    }

    private static byte[] content(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        for (int read = 0; read >= 0 && bytes.hasRemaining(); ) {
            read = channel.read(bytes, bytes.position());
        }
        byte[] content = new byte[bytes.position()];
        bytes.flip().get(content);
        return content;
    }

    /** A file of this process. */
    public static final class LiveFile implements AutoCloseable {
        private final Path path;
        private final FileChannel channel;

        private LiveFile(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        /** Name, as others see it. */
        public String name() {
            return String.valueOf(path.getFileName());
        }

        /** Replaces the content. Who reads at that moment may see a part of it, with a part of what was there before. */
        public void write(byte[] content) {
            OWN.put(path, content);
            try {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes, bytes.position());
                }
                channel.truncate(content.length);
            } catch (IOException e) {
                throw FileErrors.translate("What is open cannot be noted in " + path, e);
            }
        }

        /** Deletes the file. */
        @Override
        public void close() {
            OWN.remove(path);
            try (channel) {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw FileErrors.translate("File " + path + " cannot be deleted", e);
            }
        }
    }
}
