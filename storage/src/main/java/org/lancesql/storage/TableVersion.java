package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

/**
 * One version of one table.
 *
 * @param table name as on disk, without {@code .lance}
 * @param branch whose version it is; empty for the main branch
 * @param version Lance version number, from 1
 */
public record TableVersion(String table, String branch, long version) {
    /** Name of the main branch. */
    public static final String MAIN = "";

    public TableVersion {
        requireNonNull(table, "table is null");
        requireNonNull(branch, "branch is null");
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + ", versions start at 1");
        }
    }

    /** A version of the main branch. */
    public TableVersion(String table, long version) {
        this(table, MAIN, version);
    }

    /** The table, with its branch if that is not the main one. */
    String tableAndBranch() {
        return branch.isEmpty() ? table : table + " (branch " + branch + ")";
    }
}
