package org.lancesql.versioning;

import java.util.List;

/** The transactions over several tables whose outcome is known. */
public interface TransactionHistory {
    /** All of them that are kept, oldest first; those of the log that are not in the history yet among them. */
    List<DecidedTransaction> decided();
}
