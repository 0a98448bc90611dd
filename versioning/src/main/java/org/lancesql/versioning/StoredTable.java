package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
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

    /**
     * A lease on a version that was there, which the caller closes.
     *
     * @throws StorageException CONFLICT when it is there no more
     */
    public TableHandle open(long version) {
        return open(new TableVersion(name, version));
    }

    /** A lease on a version of one of its branches; as above. */
    public TableHandle open(TableVersion version) {
        try {
            return store.open(version);
        } catch (StorageException e) {
            if (e.reason() != Reason.TABLE_NOT_FOUND && e.reason() != Reason.VERSION_NOT_FOUND) {
                throw e;
            }
            throw new StorageException(
                    Reason.CONFLICT,
                    "Table " + name + " was dropped, or version " + version.version()
                            + " of it was removed, after it was"
                            + " chosen to be read; begin the transaction or statement again.",
                    e);
        }
    }

    /** Name of the table. */
    @Override
    public String toString() {
        return name;
    }
}
