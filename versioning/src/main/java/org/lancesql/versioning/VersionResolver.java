package org.lancesql.versioning;

import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

/** Turns what a statement says about a version into that version. */
public final class VersionResolver {
    public VersionResolver(TableStore store) {}

    /**
     * @throws org.lancesql.storage.StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND
     */
    public TableVersion resolve(String table, VersionSelector selector) {
        throw new UnsupportedOperationException();
    }
}
