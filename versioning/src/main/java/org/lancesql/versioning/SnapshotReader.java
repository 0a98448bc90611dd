package org.lancesql.versioning;

import java.util.Collection;
import org.lancesql.storage.TableStore;

/** Takes snapshots of several tables such that all their versions were HEAD at one moment. */
public final class SnapshotReader {
    public SnapshotReader(TableStore store) {}

    /** A snapshot of these tables; those that do not exist are left out. */
    public Snapshot read(Collection<String> tables) {
        throw new UnsupportedOperationException();
    }
}
