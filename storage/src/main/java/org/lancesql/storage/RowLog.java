package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.operation.Append;
import org.lancesql.storage.StorageException.Reason;

/** Rows that are added and never changed: a dataset under {@code _lancesql}, which comes with the first of them. Thread-safe. */
public final class RowLog {
    private static final int LANCE_RETRIES = 20;

    private final String name;
    private final TableStore store;
    private final Path directory;
    private final FragmentWriter writer;
    private final DurableFiles durable;

    RowLog(String name, TableStore store, Path directory, FragmentWriter writer, DurableFiles durable) {
        this.name = name;
        this.store = store;
        this.directory = directory;
        this.writer = writer;
        this.durable = durable;
    }

    /** A text that is another one as soon as rows were added; empty while there are none. */
    public String stamp() {
        if (!Files.exists(directory)) {
            return "";
        }
        long version = store.latestVersion(directory, name);
        return version + " " + ManifestIdentity.of(directory, version);
    }

    /** The rows that there are now; empty when there are none. */
    public Optional<TableHandle> open() {
        if (!Files.exists(directory)) {
            return Optional.empty();
        }
        return Optional.of(newest());
    }

    private LeasedTable newest() {
        TableVersion version = new TableVersion(name, store.latestVersion(directory, name));
        LeasedTable lease = store.lease(directory, version);
        if (lease == null) {
            throw new StorageException(
                    Reason.IO, "The newest version of " + directory + " vanished while it was read.");
        }
        return lease;
    }

    /**
     * Adds rows, durably; they can be read when this returns. The sources have the same columns each time.
     *
     * @throws StorageException READ_ONLY, DISK_FULL, PERMISSION_DENIED; OUTCOME_UNKNOWN when they may not survive a loss of
     *     power
     */
    public void append(BatchSource rows) {
        store.requireWritable("What is kept in " + name);
        CommitMark mark = CommitMark.create(Map.of());
        String problem = directory + " cannot be added to";
        if (!Files.exists(directory) && isCreated(rows.schema(), rows, mark, problem)) {
            return;
        }
        try (LeasedTable base = newest()) {
            StagedFragments staged = writer.stage(base, rows);
            durable.force(FragmentWriter.files(directory, staged.fragments()));
            publish(base, staged.fragments(), mark, problem);
        } catch (IOException e) {
            throw FileErrors.translate(problem, e);
        }
    }

    private boolean isCreated(Schema schema, BatchSource rows, CommitMark mark, String problem) {
        return store.builder()
                .create(directory, schema, rows, mark, problem, Runnable::run)
                .isPresent();
    }

    private void publish(LeasedTable base, List<FragmentMetadata> rows, CommitMark mark, String problem) {
        long version = base.tableVersion().version();
        try (Transaction transaction = new Transaction.Builder()
                .readVersion(version)
                .operation(Append.builder().fragments(rows).build())
                .transactionProperties(CommitProperties.of(mark))
                .build()) {
            long published;
            try (Dataset result = new CommitBuilder(base.dataset().dataset())
                    .maxRetries(LANCE_RETRIES)
                    .skipAutoCleanup(true)
                    .execute(transaction)) {
                published = result.version();
            } catch (Exception e) {
                throw LanceErrors.translate(problem, e);
            }
            store.forceCommit(directory, version, transaction.uuid(), published);
        } catch (IOException e) {
            throw new StorageException(
                    Reason.OUTCOME_UNKNOWN, directory + " was added to, but could not be forced to disk.", e);
        }
    }
}
