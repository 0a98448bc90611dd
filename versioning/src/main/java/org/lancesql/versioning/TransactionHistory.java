package org.lancesql.versioning;

import java.util.List;
import java.util.Optional;
import org.lancesql.versioning.TransactionRecord.Outcome;

/** The transactions over several tables whose outcome is known. */
public interface TransactionHistory {
    /** All of them that are kept, oldest first; those of the log that are not in the history yet among them. */
    List<DecidedTransaction> decided();

    /** The outcome of a transaction, as far as it is known here; it holds against whatever a record says. */
    Optional<Outcome> outcome(String id);
}
