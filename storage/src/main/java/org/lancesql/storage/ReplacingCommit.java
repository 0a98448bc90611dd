package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.Overwrite;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.CommitOutcome.Unknown;

/**
 * Publishes other columns and rows of a table as its next version, or nothing when anybody committed since its base.
 *
 * <p>Lance's {@code Overwrite} moves on over whatever was committed meanwhile and drops it, however few retries it has. So
 * it is made aside, in a folder that holds nothing but the manifest of the base, where it can only become the version
 * behind the base. That manifest then gets its name in the table's own folder by a hard link, which is what Lance does for
 * local files too: of all who want to make one version, whoever links first has made it, and the others fail.
 */
final class ReplacingCommit {
    private static final String VERSIONS = "_versions";
    private static final String TRANSACTIONS = "_transactions";

    private final String table;
    private final Path directory;
    private final StagedReplacement files;
    private final CommitMark mark;
    private final TableStore store;
    private final BufferAllocator allocator;

    ReplacingCommit(
            Path directory, StagedReplacement files, CommitMark mark, TableStore store, BufferAllocator allocator) {
        this.table = files.base().table();
        this.directory = directory;
        this.files = files;
        this.mark = mark;
        this.store = store;
        this.allocator = allocator;
    }

    /** @param aside a folder that does not exist yet, on the file system of the table */
    CommitOutcome run(Path aside) {
        long base = files.base().version();
        try {
            Path versions = Files.createDirectories(aside.resolve(VERSIONS));
            Path manifest = ManifestIdentity.file(directory, base);
            Files.createLink(versions.resolve(requireNonNull(manifest.getFileName())), manifest);
            if (!files.identity().equals(ManifestIdentity.of(aside, base))) {
                return conflict("was dropped, or version " + base + " of it was removed,", 0);
            }
            return publish(aside, overwrite(aside, base), base + 1);
        } catch (IOException e) {
            if (ManifestIdentity.of(directory, base) == null) {
                return conflict("was dropped, or version " + base + " of it was removed,", 0);
            }
            throw FileErrors.translate(problem(), e);
        } finally {
            deleteLeftover(aside);
        }
    }

    /** Makes the version aside; returns the id of its transaction. */
    private String overwrite(Path aside, long base) {
        Overwrite overwrite = Overwrite.builder()
                .fragments(files.fragments())
                .schema(files.schema())
                .build();
        try (Transaction transaction = new Transaction.Builder()
                .readVersion(base)
                .operation(overwrite)
                .transactionProperties(CommitProperties.of(mark))
                .build()) {
            try (Dataset made = new CommitBuilder(aside.toString(), allocator)
                    .storageFormat("v" + StorableTypes.format(files.schema()))
                    .skipAutoCleanup(true)
                    .execute(transaction)) {
                if (made.version() != base + 1) {
                    throw new IllegalStateException("version " + made.version() + " was made behind " + base);
                }
            }
            return transaction.uuid();
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw LanceErrors.translate(problem(), e);
        }
    }

    private CommitOutcome publish(Path aside, String uuid, long version) throws IOException {
        long base = version - 1;
        Path made = ManifestIdentity.file(aside, version);
        Path name = requireNonNull(made.getFileName());
        Path record = aside.resolve(TRANSACTIONS).resolve(base + "-" + uuid + ".txn");
        if (Files.exists(record)) {
            // Other writers read it to see whether their own commits go with this one, so it is there first.
            Path records = Files.createDirectories(directory.resolve(TRANSACTIONS));
            Files.move(record, records.resolve(record.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.createLink(directory.resolve(VERSIONS).resolve(name), made);
        } catch (FileAlreadyExistsException e) {
            return conflict("was changed", store.latestVersion(table));
        }
        try {
            store.forceCommit(directory, base, uuid, version);
            return new Committed(version);
        } catch (IOException e) {
            return new Unknown(
                    "Table " + table + " was replaced as version " + version + ", but it could not be forced to disk: "
                            + e.getMessage(),
                    e);
        }
    }

    /** What is left of a version that did not come to be; if that fails, VACUUM removes it. */
    private static void deleteLeftover(Path aside) {
        try {
            FileTrees.delete(aside);
        } catch (StorageException e) {
            return; // the statement's own outcome matters more
        }
    }

    private String problem() {
        return "Table " + table + " cannot be replaced";
    }

    private Conflict conflict(String what, long head) {
        return new Conflict(
                "Table " + table + " " + what + " after version " + files.base().version()
                        + " was read; it was not replaced.",
                head);
    }
}
