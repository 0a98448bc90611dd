package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A branch of a table besides main.
 *
 * @param parent the branch that it left; null for main
 * @param parentVersion the version of its parent at which it left
 * @param newestVersion empty when the branch has lost its files
 */
public record TableBranch(
        String name, @Nullable String parent, long parentVersion, Instant createdAt, OptionalLong newestVersion) {
    public TableBranch {
        requireNonNull(name, "name is null");
        requireNonNull(createdAt, "createdAt is null");
    }
}
