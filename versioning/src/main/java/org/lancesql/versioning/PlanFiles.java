package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.lancesql.storage.Durability;
import org.lancesql.storage.SystemFiles;
import org.lancesql.storage.TableStore;

/**
 * What the transactions that are being committed to several tables do to them, so that another program can finish or undo
 * them: {@code _lancesql/plans/<id>}. A file is there before the record of its transaction and goes after its outcome is
 * in the history.
 */
public final class PlanFiles {
    private final SystemFiles files;

    public PlanFiles(TableStore store) {
        this.files = requireNonNull(store, "store is null").system().systemFiles("plans");
    }

    /** The plan of a transaction; empty when there is none. */
    public Optional<byte[]> read(String id) {
        return files.read(id);
    }

    /**
     * Writes the plan of a transaction, durably.
     *
     * @param plan JSON
     * @throws org.lancesql.storage.StorageException READ_ONLY, DISK_FULL, PERMISSION_DENIED
     */
    public void write(String id, byte[] plan) {
        write(id, plan, Durability.FULL);
    }

    /** @param durability of the transaction: its plan need survive no more than its rows */
    public void write(String id, byte[] plan, Durability durability) {
        files.write(id, plan, durability);
    }

    /** Deletes the plan of a transaction that came to nothing or is in the history. */
    public void delete(String id) {
        files.delete(id);
    }

    /** The transactions that have plans, in the order of their ids. */
    List<String> ids() {
        return files.names();
    }
}
