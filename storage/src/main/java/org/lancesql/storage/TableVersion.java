package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

/**
 * One version of one table.
 *
 * @param table name as on disk, without {@code .lance}
 * @param version Lance version number, from 1
 */
public record TableVersion(String table, long version) {
    public TableVersion {
        requireNonNull(table, "table is null");
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + ", versions start at 1");
        }
    }
}
