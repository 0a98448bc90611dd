package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.lancesql.versioning.TransactionRecord.Outcome;

/**
 * What a transaction came to.
 *
 * @param why what was in the way, where it was taken back and this program has seen it
 */
record Advance(Outcome outcome, @Nullable RuntimeException why) {
    public Advance {
        requireNonNull(outcome, "outcome is null");
    }
}
