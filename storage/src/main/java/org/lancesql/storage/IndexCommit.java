package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.index.Index;
import org.lance.operation.CreateIndex;

/** Publishes what was done to the indexes of a version; nothing is left of it where the table went meanwhile. */
final class IndexCommit {
    private static final int LANCE_RETRIES = 20;

    private final TableStore store;
    private final Path directory;
    private final long base;
    private final ManifestIdentity identity;
    private final TablePlace place;
    private final String problem;

    /** @param problem object and problem, to begin an error message with */
    IndexCommit(TableStore store, OpenDataset base, String problem) {
        this.store = store;
        this.directory = base.key().directory();
        this.base = base.key().version();
        this.identity = base.identity();
        this.place = TablePlace.of(directory);
        this.problem = problem;
    }

    /** What publishes, and may lose against others. */
    private interface Publication {
        boolean run() throws IOException;
    }

    /** Whether an operation is published; false when somebody else was faster. */
    boolean publish(OpenDataset pinned, CreateIndex operation, CommitMark mark) {
        return guarded(() -> {
            for (Index built : operation.getNewIndices()) {
                store.durable().forceIndex(directory, built.uuid().toString());
            }
            try (Transaction transaction = new Transaction.Builder()
                            .readVersion(base)
                            .operation(operation)
                            .transactionProperties(CommitProperties.of(mark))
                            .build();
                    Dataset result = new CommitBuilder(pinned.dataset())
                            .maxRetries(LANCE_RETRIES)
                            .skipAutoCleanup(true)
                            .execute(transaction)) {
                if (takenBack(result.version(), transaction.uuid())) {
                    return false;
                }
                store.forceCommit(directory, base, transaction.uuid(), result.version());
                return true;
            }
        });
    }

    /**
     * Lets Lance build an index and publish it at once.
     *
     * @param dataset at the base, to be used by nobody else; it moves on
     * @param building builds and publishes the index
     * @return whether it is published; false when somebody else was faster
     */
    boolean publish(Dataset dataset, Function<Dataset, Index> building) {
        return guarded(() -> {
            Index built = building.apply(dataset);
            Optional<Transaction> made = dataset.readTransaction();
            String uuid = made.map(Transaction::uuid).orElse("");
            made.ifPresent(Transaction::close);
            if (takenBack(dataset.version(), uuid)) {
                return false;
            }
            store.durable().forceIndex(directory, built.uuid().toString());
            store.durable().force(List.of(ManifestIdentity.file(directory, dataset.version())));
            return true;
        });
    }

    private boolean guarded(Publication publication) {
        try (PlaceLock.Hold hold = store.place(directory).share(problem)) {
            return place.isThere() && identity.equals(ManifestIdentity.of(directory, base)) && publication.run();
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw FileErrors.translate(problem, e);
        } catch (Exception e) {
            if (LanceErrors.isConflict(e) || !place.isThere()) {
                return false;
            }
            throw LanceErrors.translate(problem, e);
        } finally {
            tidy();
        }
    }

    /** Programs that know of no lock may have moved the table away. */
    private boolean takenBack(long version, String uuid) {
        return !place.isThere() && place.takeBack(version, uuid);
    }

    /** Deletes what was built in the place of a table that has gone; returns whether it has. */
    boolean tidy() {
        boolean gone = !place.isThere();
        if (gone) {
            place.tidy(List.of());
        }
        return gone;
    }
}
