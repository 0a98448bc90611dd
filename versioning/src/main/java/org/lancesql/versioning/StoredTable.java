package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

/**
 * A table of one store: of the database, or of a session's temporary tables.
 *
 * @param name name on disk
 */
public record StoredTable(TableStore store, String name) {
    public StoredTable {
        requireNonNull(store, "store is null");
        requireNonNull(name, "name is null");
    }

    /**
     * Newest version, as of now.
     *
     * @throws org.lancesql.storage.StorageException TABLE_NOT_FOUND, DAMAGED
     */
    public long latestVersion() {
        return store.latestVersion(name);
    }

    /** A lease on one version, which the caller closes. */
    public TableHandle open(long version) {
        return store.open(new TableVersion(name, version));
    }

    /** Name of the table. */
    @Override
    public String toString() {
        return name;
    }
}
