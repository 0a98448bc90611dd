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
     * @throws StorageException VERSION_REMOVED when it was cleaned up, CONFLICT when the table was dropped
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
            if (e.reason() == Reason.VERSION_NOT_FOUND && isCleanedUp(version)) {
                throw new StorageException(
                        Reason.VERSION_REMOVED,
                        "Version " + version.version() + " of table " + name
                                + " was removed after it was chosen to be read:"
                                + " somebody cleaned up old versions; begin the transaction or statement again, or name the"
                                + " version to be kept with a tag.",
                        e);
            }
            throw new StorageException(
                    Reason.CONFLICT,
                    "Table " + name + " was dropped, or version " + version.version()
                            + " of it was removed, after it was"
                            + " chosen to be read; begin the transaction or statement again.",
                    e);
        }
    }

    /** Whether newer versions are there, so that the table is maybe still the one that was chosen. */
    private boolean isCleanedUp(TableVersion version) {
        try {
            return store.timeline(name, version.branch()).newest() > version.version();
        } catch (StorageException e) {
            return false;
        }
    }

    /** Name of the table. */
    @Override
    public String toString() {
        return name;
    }
}
