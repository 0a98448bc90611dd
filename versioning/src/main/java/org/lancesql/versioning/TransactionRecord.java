package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A transaction over several tables that is being committed, as the transaction log has it.
 *
 * @param id a ULID: records in the order of their ids are in the order in which their transactions began to commit
 * @param bases each table's version that the changes were made against
 */
public record TransactionRecord(String id, State state, Map<String, Long> bases) {
    public TransactionRecord {
        requireNonNull(id, "id is null");
        requireNonNull(state, "state is null");
        bases = Map.copyOf(bases);
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
}
