package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Transaction;
import org.lance.operation.Overwrite;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.CommitOutcome.Unknown;

/**
 * Publishes other columns and rows of a table as its next version, or nothing when anybody committed since its base.
 *
 * <p>Lance's {@code Overwrite} moves on over whatever was committed meanwhile and drops it, however few retries it has. So
 * it is made aside.
 */
final class ReplacingCommit {
    private final String table;
    private final Path directory;
    private final StagedReplacement files;
    private final CommitMark mark;
    private final TableStore store;
    private final BufferAllocator allocator;

    ReplacingCommit(StagedReplacement files, CommitMark mark, TableStore store, BufferAllocator allocator) {
        this.table = files.base().table();
        this.directory = files.directory();
        this.files = files;
        this.mark = mark;
        this.store = store;
        this.allocator = allocator;
    }

    /** @param folder one that does not exist yet, on the file system of the table */
    CommitOutcome run(Path folder) {
        long base = files.base().version();
        try (AsideVersion aside = AsideVersion.of(folder, directory, base, files.identity())) {
            CommitOutcome outcome = aside == null ? gone() : publish(aside, base);
            if (outcome instanceof Conflict) {
                files.delete();
            }
            return outcome;
        } catch (IOException e) {
            throw FileErrors.translate(problem(), e);
        }
    }

    private CommitOutcome publish(AsideVersion aside, long base) throws IOException {
        String uuid = overwrite(aside);
        if (!aside.publish(uuid, store.place(directory), problem())) {
            return files.identity().equals(ManifestIdentity.of(directory, base))
                    ? conflict("was changed", store.latestVersion(table))
                    : gone();
        }
        try {
            store.forceCommit(directory, base, uuid, base + 1);
            return new Committed(base + 1);
        } catch (IOException e) {
            return new Unknown(
                    "Table " + table + " was replaced as version " + (base + 1)
                            + ", but it could not be forced to disk: " + e.getMessage(),
                    e);
        }
    }

    /** Makes the version aside; returns the id of its transaction. */
    private String overwrite(AsideVersion aside) {
        Overwrite overwrite = Overwrite.builder()
                .fragments(files.fragments())
                .schema(files.schema())
                .build();
        try (Transaction transaction = aside.transaction(overwrite, mark)) {
            aside.make(transaction, StorableTypes.format(files.schema()), allocator)
                    .close();
            return transaction.uuid();
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw LanceErrors.translate(problem(), e);
        }
    }

    private String problem() {
        return "Table " + table + " cannot be replaced";
    }

    private Conflict gone() {
        return conflict("was dropped, or version " + files.base().version() + " of it was removed,", 0);
    }

    private Conflict conflict(String what, long head) {
        return Conflict.since(files.base(), what, head, "it was not replaced");
    }
}
