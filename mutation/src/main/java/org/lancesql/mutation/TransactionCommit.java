package org.lancesql.mutation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.mutation.pending.PendingFiles;
import org.lancesql.storage.Durability;
import org.lancesql.storage.TableChange;

/** The changes of one transaction on their way into their tables: first all files are written, then they are published. */
final class TransactionCommit implements AutoCloseable {
    private final CommitInfo info;
    private final List<Staged> tables = new ArrayList<>();

    /** One table, ready to be published. */
    private record Staged(ChangedTable table, Committer committer, PendingFiles files, boolean lasting) {}

    TransactionCommit(CommitInfo info) {
        this.info = info;
    }

    /** @param lasting whether the table is of the database: such a one is published before temporary ones */
    void stage(ChangedTable table, Committer committer, boolean lasting, CancelToken cancelToken) {
        Staged staged = new Staged(table, committer, table.stage(cancelToken), lasting);
        tables.add(lasting ? 0 : tables.size(), staged);
    }

    /**
     * Publishes the tables: those of the database together, then the temporary ones.
     *
     * @throws CommitUnknownException also when a table was published and a temporary one after it could not be
     */
    void publish(Durability durability) {
        List<Staged> lasting = tables.stream().filter(Staged::lasting).toList();
        if (lasting.size() > 1) {
            publishTogether(lasting, durability);
        }
        Staged published = lasting.size() > 1 ? lasting.get(0) : null;
        for (Staged staged : tables.subList(lasting.size() > 1 ? lasting.size() : 0, tables.size())) {
            try {
                publish(staged, staged.lasting ? durability : Durability.OS);
            } catch (RuntimeException e) {
                throw published == null ? e : halfDone(published, staged, e);
            }
            published = staged;
        }
    }

    private void publishTogether(List<Staged> lasting, Durability durability) {
        Map<String, TableChange> changes = new HashMap<>();
        for (Staged staged : lasting) {
            TableChange change = staged.table.jointChange(staged.files);
            changes.put(change.base().tableVersion().table(), change);
        }
        RecordAdvance records = lasting.get(0).committer.records().orElseThrow();
        new JointCommit(
                        records,
                        info.origin(),
                        new JointChanges(info.properties(), changes),
                        () -> lasting.forEach(staged -> staged.files.handOver()))
                .run(durability);
    }

    private void publish(Staged staged, Durability durability) {
        try {
            staged.committer.commit(staged.table.change(staged.files), staged.files, info, durability);
        } catch (ConstraintViolationException e) {
            throw staged.table.ofCommit(e);
        }
    }

    private static CommitUnknownException halfDone(Staged published, Staged failed, RuntimeException failure) {
        return new CommitUnknownException(
                "The changes of table " + published.table.table() + " are committed, those of the temporary table "
                        + failed.table.table() + " are not: " + failure.getMessage(),
                failure);
    }

    /** Deletes the files that were not published. */
    @Override
    public void close() {
        tables.forEach(staged -> staged.files.close());
    }
}
