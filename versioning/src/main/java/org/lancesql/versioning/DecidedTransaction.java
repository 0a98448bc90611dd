package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lancesql.versioning.TransactionRecord.Outcome;

/**
 * A transaction over several tables whose outcome is known.
 *
 * @param id a ULID
 * @param decidedAt when the log got the outcome, by the clock of the program that wrote it; whole microseconds
 * @param application name that the program gave itself, if any
 * @param statements kinds of the statements, as in the versions' properties
 * @param recoveredBy what had to finish it when its owner did not: the process; null when the owner did
 */
public record DecidedTransaction(
        String id,
        Outcome outcome,
        Instant decidedAt,
        String user,
        @Nullable String application,
        String statements,
        @Nullable String recoveredBy,
        List<Part> parts) {
    public DecidedTransaction {
        requireNonNull(id, "id is null");
        requireNonNull(outcome, "outcome is null");
        decidedAt = decidedAt.truncatedTo(ChronoUnit.MICROS);
        requireNonNull(user, "user is null");
        requireNonNull(statements, "statements is null");
        parts = List.copyOf(parts);
    }

    static DecidedTransaction of(
            String id,
            Outcome outcome,
            Instant at,
            TransactionOrigin origin,
            @Nullable String recoveredBy,
            List<Part> parts) {
        return new DecidedTransaction(
                id, outcome, at, origin.user(), origin.application(), origin.statements(), recoveredBy, parts);
    }

    /**
     * One of its tables.
     *
     * @param base version that the changes were made against
     * @param applied version that has the changes; empty when none ever had
     * @param undone version from which on they are taken back; empty when that was not needed
     */
    public record Part(String table, long base, OptionalLong applied, OptionalLong undone) {
        public Part {
            requireNonNull(table, "table is null");
            if (base < 1 || applied.orElse(Long.MAX_VALUE) <= base) {
                throw new IllegalArgumentException(
                        "table " + table + " was changed in version " + applied + " on top of " + base);
            }
        }
    }
}
