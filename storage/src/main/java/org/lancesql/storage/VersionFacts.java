package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a version of a table says of itself.
 *
 * @param committedAt by the clock of the program that committed it
 * @param operation Lance's name of the operation; empty when the version does not say
 * @param properties of the transaction: see {@link CommitMark}
 * @param rows live ones
 * @param deletedRows rows of its files that are gone
 * @param bytes of its data files
 * @param rowsAdded rows that the version before it does not have; a changed row counts as one deleted and one added.
 *     Empty when the version before it is gone
 * @param rowsDeleted rows of the version before it that it does not have
 */
public record VersionFacts(
        long version,
        Instant committedAt,
        String operation,
        Map<String, String> properties,
        long rows,
        long deletedRows,
        long fragments,
        long bytes,
        OptionalLong rowsAdded,
        OptionalLong rowsDeleted) {
    public VersionFacts {
        requireNonNull(committedAt, "committedAt is null");
        requireNonNull(operation, "operation is null");
        properties = Map.copyOf(properties);
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + ", versions start at 1");
        }
    }
}
