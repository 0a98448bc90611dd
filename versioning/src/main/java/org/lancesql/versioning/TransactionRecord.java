package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.Ulid;

/**
 * A transaction over several tables that is being committed, as the transaction log has it.
 *
 * @param id a ULID: records in the order of their ids are in the order in which their transactions began to commit
 * @param bases each table's version that the changes were made against
 */
public record TransactionRecord(String id, State state, Map<String, Long> bases, TransactionOrigin origin) {
    public TransactionRecord {
        requireNonNull(id, "id is null");
        requireNonNull(state, "state is null");
        bases = Map.copyOf(bases);
        requireNonNull(origin, "origin is null");
        if (bases.isEmpty()) {
            throw new IllegalArgumentException("transaction " + id + " has no tables");
        }
    }

    /** A record of a transaction that begins to commit. */
    public static TransactionRecord prepared(String id, Map<String, Long> bases, TransactionOrigin origin) {
        return new TransactionRecord(id, State.PREPARED, bases, origin);
    }

    /** Which way a record goes. */
    public enum State {
        /** Its changes are being applied to the tables; none of them counts before the decision. */
        PREPARED,
        /** Its changes are being taken back. */
        UNDOING
    }

    /** How a record ends. */
    public enum Outcome {
        COMMITTED,
        ABORTED
    }

    /** Whether it changes a table. */
    public boolean names(String table) {
        return bases.containsKey(table);
    }

    /** The mark of the version of each table that has the changes. */
    public String applyMark() {
        return id + "/apply";
    }

    /** The mark of the version of each table in which they are taken back. */
    public String undoMark() {
        return id + "/undo";
    }

    /** When the transaction began to commit, by the clock of its program. */
    public Instant begun() {
        return Ulid.instant(id);
    }

    /**
     * This transaction with its outcome.
     *
     * @param recoveredBy who finished it when its owner did not; null when the owner did
     */
    public DecidedTransaction decided(
            Outcome outcome, Instant at, @Nullable String recoveredBy, List<DecidedTransaction.Part> parts) {
        return DecidedTransaction.of(id, outcome, at, origin, recoveredBy, parts);
    }
}
