package org.lancesql.versioning;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;

/** Takes snapshots of several tables such that all their versions were HEAD at one moment. */
public final class SnapshotReader {
    private static final int ATTEMPTS = 50;

    /**
     * A snapshot of these tables; those that do not exist are left out. Probes all, and all again until nothing moved in
     * between. Where writers never pause that long, the last probe is taken: each of its versions was HEAD during the
     * call, though maybe not all at one moment.
     *
     * @throws StorageException DAMAGED when one of the tables cannot be read
     */
    public Snapshot read(Collection<StoredTable> tables) {
        Map<StoredTable, Long> before = probe(tables);
        if (before.size() > 1) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Map<StoredTable, Long> after = probe(tables);
                if (after.equals(before)) {
                    break;
                }
                before = after;
            }
        }
        return new Snapshot(before);
    }

    private Map<StoredTable, Long> probe(Collection<StoredTable> tables) {
        Map<StoredTable, Long> versions = new HashMap<>();
        for (StoredTable table : tables) {
            try {
                versions.put(table, table.latestVersion());
            } catch (StorageException e) {
                if (e.reason() != Reason.TABLE_NOT_FOUND) {
                    throw e;
                }
            }
        }
        return versions;
    }
}
