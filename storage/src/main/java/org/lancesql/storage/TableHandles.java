package org.lancesql.storage;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.ReadOptions;
import org.lancesql.storage.StorageException.Reason;

/** Opens tables at their versions. */
final class TableHandles {
    private static final int LOOKS = 20;
    private static final long PAUSE_MILLIS = 5;
    private static final int ATTEMPTS = 3;

    private final DatabaseRoot root;
    private final HandleCache cache;
    private final ColumnCache columns;
    private final ScanThreads threads;
    private final BufferAllocator allocator;
    private final NewestVersions newest = new NewestVersions();

    TableHandles(
            DatabaseRoot root, HandleCache cache, ColumnCache columns, ScanThreads threads, BufferAllocator allocator) {
        this.root = root;
        this.cache = cache;
        this.columns = columns;
        this.threads = threads;
        this.allocator = allocator;
    }

    /**
     * Where a table is.
     *
     * @throws StorageException TABLE_NOT_FOUND
     */
    Path require(String table) {
        Path directory = root.tableDirectory(table);
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw notFound(table);
        }
        return directory;
    }

    static StorageException notFound(String table) {
        return new StorageException(Reason.TABLE_NOT_FOUND, "There is no table " + table + ".");
    }

    /** A handle of the caller's own on the newest version. */
    Dataset openHead(Path directory) {
        return Dataset.open().allocator(allocator).uri(directory.toString()).build();
    }

    /** A handle of the caller's own on a version. */
    Dataset openOwn(OpenDataset.Key version) {
        return Dataset.open()
                .allocator(allocator)
                .uri(version.directory().toString())
                .readOptions(
                        new ReadOptions.Builder().setVersion(version.version()).build())
                .build();
    }

    /** Newest version of a dataset, as of now. */
    long latestVersion(Path directory, String name) {
        OptionalLong found = newest.find(directory);
        return found.isPresent() ? found.getAsLong() : looking(directory, name, Dataset::version);
    }

    /**
     * Looks at the newest version, again where that fails: one look may meet the moment between the going of a table and
     * its coming back.
     */
    private <T> T looking(Path directory, String name, Function<Dataset, T> look) {
        for (int attempt = 1; ; attempt++) {
            try (Dataset dataset = openHead(directory)) {
                return look.apply(dataset);
            } catch (Exception e) {
                StorageException failure = unreadable(directory, name, e);
                if (attempt == ATTEMPTS || failure.reason() == Reason.TABLE_NOT_FOUND) {
                    throw failure;
                }
            }
        }
    }

    static StorageException unreadable(Path directory, String name, Exception e) {
        // Somebody who has written to a table that was just dropped may be about to delete what he wrote.
        for (int look = 1; look < LOOKS && TablePlace.hasNoVersions(directory); look++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
        if (!Files.exists(directory)) {
            return notFound(name);
        }
        return LanceErrors.translate("Table " + name + " cannot be read", e);
    }

    /**
     * A lease on a table at one version.
     *
     * @throws StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND, DAMAGED
     */
    LeasedTable open(TableVersion version) {
        Path directory = ReferenceFiles.versions(root.tableDirectory(version.table()), version.branch());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            LeasedTable lease = lease(directory, version);
            if (lease != null) {
                return lease;
            }
            StorageException missing = missing(version, directory);
            if (!ManifestIdentity.exists(directory, version.version())) {
                throw missing;
            }
        }
        throw notFound(version.table()); // and it comes back each time that somebody looks
    }

    /** A lease on a table at one version, or null when that version does not exist. */
    @Nullable LeasedTable lease(Path directory, TableVersion version) {
        OpenDataset dataset = cache.acquire(new OpenDataset.Key(directory, version.version()), version.table());
        return dataset == null ? null : new LeasedTable(version, dataset, cache, columns, threads);
    }

    /**
     * What to say of a version that does not exist.
     *
     * @throws StorageException TABLE_NOT_FOUND, DAMAGED
     */
    StorageException missing(TableVersion missing, Path directory) {
        List<Long> existing = looking(
                directory,
                missing.table(),
                dataset -> dataset.listVersions().stream()
                        .map(version -> version.getId())
                        .toList());
        return new StorageException(
                Reason.VERSION_NOT_FOUND,
                "Table " + missing.tableAndBranch() + " has no version " + missing.version() + "; "
                        + VersionRanges.describe(existing) + ".");
    }
}
