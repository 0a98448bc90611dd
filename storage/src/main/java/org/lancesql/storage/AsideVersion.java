package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.Operation;

/**
 * A folder that holds nothing of a table but the manifest of one version, so that what is committed there can only become
 * the version behind it.
 *
 * <p>That version's manifest then gets its name in the table's own folder by a hard link, which is what Lance does for
 * local files too: of all who want to make one version, whoever links first has made it, and the others fail.
 */
final class AsideVersion implements AutoCloseable {
    private static final String VERSIONS = "_versions";
    private static final String DATA = "data";

    private final Path folder;
    private final Path directory;
    private final long base;
    private final ManifestIdentity identity;
    private final TablePlace place;

    private AsideVersion(Path folder, Path directory, long base, ManifestIdentity identity) {
        this.folder = folder;
        this.directory = directory;
        this.base = base;
        this.identity = identity;
        this.place = TablePlace.of(directory);
    }

    /**
     * Links the manifest of a version into a new folder.
     *
     * @param folder one that does not exist yet, on the file system of the table
     * @param identity the manifest's
     * @return null when the table, or that version of it, is gone
     */
    static @Nullable AsideVersion of(Path folder, Path directory, long base, ManifestIdentity identity)
            throws IOException {
        AsideVersion aside = new AsideVersion(folder, directory, base, identity);
        try {
            Path versions = Files.createDirectories(folder.resolve(VERSIONS));
            Path manifest = ManifestIdentity.file(directory, base);
            Files.createLink(versions.resolve(requireNonNull(manifest.getFileName())), manifest);
            if (identity.equals(ManifestIdentity.of(folder, base))) {
                return aside;
            }
        } catch (NoSuchFileException e) {
            if (ManifestIdentity.of(directory, base) != null) {
                aside.close();
                throw e;
            }
        } catch (IOException e) {
            aside.close();
            throw e;
        }
        aside.close();
        return null;
    }

    /** Lets the versions in the folder be read: they have the table's data files. */
    void linkData() throws IOException {
        Files.createSymbolicLink(folder.resolve(DATA), directory.resolve(DATA));
    }

    /**
     * Makes the version behind the base.
     *
     * @param format version of Lance's file format, where the operation may change it
     * @return what the caller closes
     */
    Dataset make(Transaction transaction, @Nullable String format, BufferAllocator allocator) {
        CommitBuilder builder = new CommitBuilder(folder.toString(), allocator).skipAutoCleanup(true);
        if (format != null) {
            builder.storageFormat("v" + format);
        }
        Dataset made = builder.execute(transaction);
        if (made.version() != base + 1) {
            made.close();
            throw new IllegalStateException("version " + made.version() + " was made behind " + base);
        }
        return made;
    }

    /** What was made as others know datasets. */
    OpenDataset lend(Dataset made) {
        long version = made.version();
        ManifestIdentity identity = requireNonNull(ManifestIdentity.of(folder, version), "what was made is gone");
        return new OpenDataset(new OpenDataset.Key(folder, version), made, identity);
    }

    /** A transaction on top of the base, which the caller closes. */
    Transaction transaction(Operation operation, CommitMark mark) {
        return new Transaction.Builder()
                .readVersion(base)
                .operation(operation)
                .transactionProperties(CommitProperties.of(mark))
                .build();
    }

    /**
     * Publishes what was made; false when somebody else has made that version, or the table is gone.
     *
     * @param lock of the table's place
     * @param problem object and problem, to begin an error message with
     */
    boolean publish(String uuid, PlaceLock lock, String problem) throws IOException {
        try (PlaceLock.Hold hold = lock.share(problem)) {
            if (!isBaseThere()) {
                return false;
            }
            boolean published = link(uuid);
            // Programs that know of no lock may have moved the table away.
            return place.isThere() ? published : !takenBack(uuid) && published;
        }
    }

    private boolean isBaseThere() {
        return place.isThere() && identity.equals(ManifestIdentity.of(directory, base));
    }

    private boolean link(String uuid) throws IOException {
        Path made = ManifestIdentity.file(folder, base + 1);
        Path record = DurableFiles.record(folder, base, uuid);
        Path placed = DurableFiles.record(directory, base, uuid);
        try {
            if (Files.exists(record)) {
                // Other writers read it to see whether their own commits go with this one, so it is there first.
                Files.createDirectories(requireNonNull(placed.getParent()));
                Files.move(record, placed, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.createLink(directory.resolve(VERSIONS).resolve(requireNonNull(made.getFileName())), made);
            return true;
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(placed);
            return false;
        } catch (NoSuchFileException e) {
            if (place.isThere()) {
                throw e;
            }
            return false;
        }
    }

    /** Whether what was linked is in the way of another table, and was taken away. */
    private boolean takenBack(String uuid) {
        boolean taken = place.takeBack(base + 1, uuid);
        place.tidy(List.of(DurableFiles.record(directory, base, uuid)));
        return taken;
    }

    /** Deletes the folder; if that fails, VACUUM does. */
    @Override
    public void close() {
        try {
            FileTrees.delete(folder);
        } catch (StorageException e) {
            return; // the outcome of what was done matters more
        }
    }
}
