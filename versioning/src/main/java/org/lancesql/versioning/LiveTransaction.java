package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that is open in some process.
 *
 * @param id unique
 * @param process number and machine of its process
 * @param application name that the program gave itself, if any
 * @param logVersion version of the transaction log when it was begun
 * @param tables by name, those that it holds to a version
 * @param record its record in the transaction log, while it commits to several tables
 */
public record LiveTransaction(
        String id,
        String process,
        String user,
        @Nullable String application,
        Instant begun,
        long logVersion,
        Map<String, Table> tables,
        Optional<String> record) {
    public LiveTransaction {
        requireNonNull(id, "id is null");
        requireNonNull(process, "process is null");
        requireNonNull(user, "user is null");
        requireNonNull(begun, "begun is null");
        tables = Map.copyOf(tables);
        requireNonNull(record, "record is null");
    }

    /**
     * What it has to do with one table.
     *
     * @param version that it reads and changes
     * @param added rows that a commit would add
     * @param removed rows that a commit would remove
     */
    public record Table(long version, long added, long removed) {}
}
