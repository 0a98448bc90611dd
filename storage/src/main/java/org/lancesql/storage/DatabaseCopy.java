package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/**
 * A copy of a database that is being made: single versions of its tables, in a directory that was not there, or empty.
 *
 * <p>Files are copied, not linked, although Lance changes none: a copy that shares its bytes with the original shares its
 * fate too. The directory is a database from {@link #complete} on. Until then a stamp in it says that it is none; one
 * that is closed before is deleted.
 */
public final class DatabaseCopy implements AutoCloseable {
    private static final long CHUNK_BYTES = 8L << 20;

    private final TableStore store;
    private final Path target;
    private final Path system;
    private final DurableFiles durable;
    private final List<VersionFiles> sources = new ArrayList<>();
    private final List<Path> made = new ArrayList<>();
    private boolean complete;

    /** Told of what was copied, at least once for each 8 MiB. What it throws ends the copying. */
    public interface Progress {
        /** @param bytes since the last call */
        void copied(long bytes);
    }

    private DatabaseCopy(TableStore store, Path target, DurableFiles durable) {
        this.store = store;
        this.target = target;
        this.system = SystemDirectory.in(target);
        this.durable = durable;
    }

    /**
     * Claims a directory, which nobody else can claim then.
     *
     * @throws StorageException INVALID_TARGET when there is something in it, or it is in the database that is copied
     */
    static DatabaseCopy into(Path target, TableStore store, DurableFiles durable) {
        Path absolute = target.toAbsolutePath().normalize();
        DatabaseCopy copy = new DatabaseCopy(store, absolute, durable);
        String problem = "Directory " + absolute + " cannot take a copy of the database";
        boolean claimed = false;
        try {
            copy.claim(problem);
            claimed = true;
            return copy;
        } catch (IOException e) {
            throw FileErrors.translate(problem, e);
        } finally {
            if (!claimed) {
                copy.close();
            }
        }
    }

    private void claim(String problem) throws IOException {
        if (!Files.exists(target)) {
            Files.createDirectories(requireNonNull(target.getParent(), "there is always a root directory"));
            try {
                Files.createDirectory(target);
                made.add(target);
            } catch (FileAlreadyExistsException e) {
                throw new StorageException(Reason.INVALID_TARGET, problem + ": others have just made it.", e);
            }
        }
        if (!Files.isDirectory(target)) {
            throw new StorageException(Reason.INVALID_TARGET, problem + ": it is a file; name a directory.");
        }
        if (target.toRealPath().startsWith(store.root().directory())) {
            throw new StorageException(Reason.INVALID_TARGET, problem + ": it is inside of it; name one elsewhere.");
        }
        try (Stream<Path> children = Files.list(target)) {
            if (children.findAny().isPresent()) {
                throw new StorageException(
                        Reason.INVALID_TARGET, problem + ": it is not empty; name a new directory, or an empty one.");
            }
        }
        try {
            Files.createDirectory(system);
        } catch (FileAlreadyExistsException e) {
            throw new StorageException(Reason.INVALID_TARGET, problem + ": others make theirs there.", e);
        }
        made.add(system);
        SystemDirectory.stampIncomplete(system);
        durable.forceTree(system);
        durable.forceDirectory(target);
    }

    /** Adds a table at a version to what will be copied. */
    public void add(TableVersion version) {
        try (TableHandle handle = store.open(version)) {
            sources.add(VersionFiles.of(version.table(), ((LeasedTable) handle).dataset()));
        }
    }

    /** Adds a configuration store at a version; 0 is one that is not there. */
    public void addConfiguration(String name, long version) {
        if (version == 0) {
            return;
        }
        TableVersion wanted = new TableVersion(name, version);
        try (LeasedTable handle = store.lease(store.configDirectory(name), wanted)) {
            if (handle == null) {
                throw gone(name, null);
            }
            sources.add(VersionFiles.of(name, handle.dataset()));
        }
    }

    /** What there is to copy. */
    public long bytes() {
        return sources.stream().mapToLong(VersionFiles::bytes).sum();
    }

    /**
     * Copies everything; then the directory is a database.
     *
     * @throws StorageException CONFLICT when a version was removed meanwhile, DISK_FULL, PERMISSION_DENIED, IO
     */
    public void complete(Progress progress) {
        String problem = "The database cannot be copied to " + target;
        try {
            for (VersionFiles source : sources) {
                copy(source, progress);
            }
            durable.forceDirectory(system);
            durable.forceDirectory(target);
            SystemDirectory.stamp(system);
            durable.forceDirectory(system);
            durable.forceDirectory(requireNonNull(target.getParent()));
            complete = true;
        } catch (IOException e) {
            throw FileErrors.translate(problem, e);
        }
    }

    private void copy(VersionFiles source, Progress progress) throws IOException {
        Path copied = target.resolve(store.root().directory().relativize(source.directory()));
        Files.createDirectory(copied);
        made.add(copied);
        Set<Path> folders = new LinkedHashSet<>();
        for (Path file : source.content()) {
            copy(source, file, copied, folders, progress);
        }
        // Without it the rest is no table, so it comes last.
        copy(source, source.manifest(), copied, folders, progress);
        for (Path folder : folders) {
            durable.forceDirectory(folder);
        }
    }

    private void copy(VersionFiles source, Path file, Path copied, Set<Path> folders, Progress progress)
            throws IOException {
        Path to = copied.resolve(source.directory().relativize(file));
        Path folder = requireNonNull(to.getParent());
        Files.createDirectories(folder);
        for (Path above = folder; above.startsWith(copied); above = requireNonNull(above.getParent())) {
            folders.add(above);
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = in.size();
            long done = 0;
            while (done < size) {
                long now = in.transferTo(done, Math.min(CHUNK_BYTES, size - done), out);
                if (now == 0) {
                    throw new IOException(file + " became shorter while it was copied");
                }
                done += now;
                progress.copied(now);
            }
            if (durable.durability() == Durability.FULL) {
                out.force(true);
            }
        } catch (NoSuchFileException e) {
            throw gone(source.table(), e);
        }
    }

    private static StorageException gone(String table, @Nullable Exception cause) {
        String message = "Table " + table
                + " was dropped, or the version of it that was to be copied was removed; run the statement again.";
        return cause == null
                ? new StorageException(Reason.CONFLICT, message)
                : new StorageException(Reason.CONFLICT, message, cause);
    }

    /** Deletes what was made, unless it is complete. */
    @Override
    public void close() {
        if (complete) {
            return;
        }
        for (int i = made.size() - 1; i >= 0; i--) {
            if (made.get(i).equals(target)) {
                deleteIfEmpty(target); // others may have put something there
            } else {
                FileTrees.delete(made.get(i));
            }
        }
    }

    private static void deleteIfEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            return; // its stamp is gone, so that nobody takes it for a database
        }
    }
}
