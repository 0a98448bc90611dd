package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.WriteParams.WriteMode;
import org.lance.operation.Overwrite;

/**
 * Creates datasets: built aside under {@code _lancesql/staging}, then moved into place. Lance's own creations at one path
 * overwrite each other when they race; of several moves one wins.
 */
final class DatasetBuilder {
    private final SystemDirectory system;
    private final FragmentWriter writer;
    private final DurableFiles durable;
    private final BufferAllocator allocator;

    DatasetBuilder(SystemDirectory system, FragmentWriter writer, DurableFiles durable, BufferAllocator allocator) {
        this.system = system;
        this.writer = writer;
        this.durable = durable;
        this.allocator = allocator;
    }

    /** What has to be done around the move of a dataset to its place. */
    interface Placing {
        void place(Runnable move);
    }

    /**
     * Creates a dataset of one version that holds the rows.
     *
     * @param problem object and problem, to begin an error message with
     * @param placing runs the move to the target
     * @return rows written, or empty when another dataset is at the target
     */
    OptionalLong create(
            Path target, Schema schema, BatchSource rows, CommitMark mark, String problem, Placing placing) {
        Path staging = system.newStaging();
        try {
            List<FragmentMetadata> fragments = writer.write(
                    staging, StoredSchema.ofNew(schema), StorableTypes.format(schema), rows, WriteMode.CREATE, problem);
            publish(staging, schema, fragments, mark, problem);
            durable.forceTree(staging);
            AtomicBoolean moved = new AtomicBoolean();
            placing.place(() -> moved.set(moved(staging, target, problem)));
            if (!moved.get()) {
                return OptionalLong.empty();
            }
            durable.forceDirectory(parentOf(staging));
            durable.forceDirectory(parentOf(target));
            return OptionalLong.of(FragmentWriter.rowCount(fragments));
        } catch (IOException e) {
            throw FileErrors.translate(problem, e);
        } finally {
            deleteLeftover(staging);
        }
    }

    private void publish(
            Path dataset, Schema schema, List<FragmentMetadata> fragments, CommitMark mark, String problem) {
        Overwrite first =
                Overwrite.builder().fragments(fragments).schema(schema).build();
        try (Transaction transaction = new Transaction.Builder()
                .readVersion(0)
                .operation(first)
                .transactionProperties(CommitProperties.of(mark))
                .build()) {
            new CommitBuilder(dataset.toString(), allocator)
                    .useStableRowIds(true)
                    .storageFormat("v" + StorableTypes.format(schema))
                    .skipAutoCleanup(true)
                    .execute(transaction)
                    .close();
        } catch (Exception e) {
            throw LanceErrors.translate(problem, e);
        }
    }

    private static boolean moved(Path staging, Path target, String problem) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw FileErrors.translate(problem, e);
        }
    }

    private static Path parentOf(Path path) {
        return requireNonNull(path.getParent(), "path has no parent");
    }

    /** What is left of a dataset that did not come to be; if that fails, VACUUM removes it. */
    private static void deleteLeftover(Path staging) {
        try {
            FileTrees.delete(staging);
        } catch (StorageException e) {
            return; // the statement's own outcome matters more
        }
    }

    /** Schema as stored: the table's metadata go with it, so that they are there from version 1 on. */
    static Schema withMetadata(Schema schema, Map<String, String> tableMetadata) {
        Map<String, String> all = new HashMap<>();
        if (schema.getCustomMetadata() != null) {
            all.putAll(schema.getCustomMetadata());
        }
        all.putAll(tableMetadata);
        return new Schema(schema.getFields(), all);
    }
}
