package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A name for one version of a table, which keeps the version from being cleaned up.
 *
 * @param branch the branch whose version it is; null for main
 * @param createdAt null when the program that made it did not say
 * @param updatedAt when it was last made to name another version
 */
public record TableTag(
        String name,
        @Nullable String branch,
        long version,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {
    public TableTag {
        requireNonNull(name, "name is null");
    }

    /** Whether it names a version of the main branch. */
    public boolean isOnMain() {
        return branch == null;
    }
}
