package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

/** Turns what a statement says about a version into that version. */
public final class VersionResolver {
    private final TableStore store;

    public VersionResolver(TableStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * The version meant, which exists.
     *
     * @throws StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND
     */
    public TableVersion resolve(String table, VersionSelector selector) {
        if (selector instanceof VersionSelector.Number number) {
            return existing(table, number.version());
        }
        throw new IllegalArgumentException("unknown selector " + selector);
    }

    private TableVersion existing(String table, long number) {
        if (number < 1) {
            store.latestVersion(table); // a table that is not there is the bigger problem
            throw new StorageException(
                    Reason.VERSION_NOT_FOUND,
                    "Table " + table + " has no version " + number + "; versions start at 1.");
        }
        TableVersion version = new TableVersion(table, number);
        try (TableHandle found = store.open(version)) {
            return found.tableVersion();
        }
    }
}
