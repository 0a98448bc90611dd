package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.operation.Append;
import org.lancesql.storage.HeadChange.Fitted;

/**
 * Many new rows as the version behind exactly one HEAD.
 *
 * <p>Of tables with stable row ids, Lance's commit of an {@code Update} looks up which version made each new row, one by
 * one, and of a million rows that takes as long as writing them; that of an {@code Append} does not. An append has no
 * place for a fence and is moved on over changes of columns, so it is made aside, where nobody else commits, and becomes
 * the version behind the one that was looked at or nothing. That is more than the fence promises to a commit of its own;
 * only where a second commit of the same transaction may have to fail for it, the fence has to be in the history.
 */
final class BulkAppend implements AutoCloseable {
    /** Fewer rows are published in place sooner than aside. */
    static final long LEAST_ROWS = 100_000;

    private final TableStore store;
    private final Path directory;
    private final AsideVersion aside;
    private final String uuid;
    private final long base;

    private BulkAppend(TableStore store, OpenDataset base, AsideVersion aside, String uuid) {
        this.store = store;
        this.directory = base.key().directory();
        this.aside = aside;
        this.uuid = uuid;
        this.base = base.key().version();
    }

    /** Whether a change of a HEAD is one that can be published so, and gains by it. */
    static boolean suits(LeasedTable head, Fitted fitted, CommitMark mark) {
        return fitted.removed().isEmpty()
                && FragmentWriter.rowCount(fitted.added()) >= LEAST_ROWS
                && fitted.added().stream().allMatch(fragment -> fragment.getRowIdMeta() == null)
                && mark.isOnlyOne()
                && head.hasStableRowIds();
    }

    /**
     * Makes the version aside; null when that cannot be done, as on a file system without links, or when the base is gone.
     *
     * @param base borrowed
     * @param added on disk as far as that was asked for
     */
    static @Nullable BulkAppend make(
            TableStore store, OpenDataset base, List<FragmentMetadata> added, CommitMark mark) {
        AsideVersion aside = aside(store, base);
        if (aside == null) {
            return null;
        }
        Append append = Append.builder().fragments(added).build();
        try (Transaction transaction = aside.transaction(append, mark)) {
            aside.make(transaction, null, store.memory()).close();
            return new BulkAppend(store, base, aside, transaction.uuid());
        } catch (Exception e) {
            aside.close();
            return null; // nothing was published, and in place Lance has all files of the table
        } catch (Error e) {
            aside.close();
            throw e;
        }
    }

    private static @Nullable AsideVersion aside(TableStore store, OpenDataset base) {
        try {
            return AsideVersion.of(
                    store.newStaging(), base.key().directory(), base.key().version(), base.identity());
        } catch (IOException e) {
            return null;
        }
    }

    String uuid() {
        return uuid;
    }

    /** The version that it becomes. */
    long version() {
        return base + 1;
    }

    /** Where the record of the transaction is before it is published. */
    Path record() {
        return DurableFiles.record(directory, base, uuid);
    }

    /**
     * Publishes the version; false when another one has its number, or the table is gone.
     *
     * @param problem object and problem, to begin an error message with
     * @throws IOException when nobody knows
     */
    boolean publish(String problem) throws IOException {
        return aside.publish(uuid, store.place(directory), problem);
    }

    @Override
    public void close() {
        aside.close();
    }
}
