package org.lancesql.mutation.session;

import java.util.Collection;
import java.util.List;
import org.lancesql.mutation.CommitInfo;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.Transaction;
import org.lancesql.storage.Durability;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TransactionRecord;

/** What transactions ask of the session that they belong to. */
public interface SessionSettings {
    /** Whether one unit may both add and remove rows. */
    boolean mixedMutationsAllowed();

    /** Isolation of transactions that are begun without one. */
    Isolation isolation();

    /** Changes {@link #isolation}. */
    void setIsolation(Isolation isolation);

    /** What commits survive. */
    Durability durability();

    /** Who commits. */
    CommitInfo commitInfo(List<String> statementKinds);

    /** Tells that rows of tables were committed. */
    void committed(Collection<StoredTable> tables);

    /** Tells others that a transaction which lasts is open. */
    void note(Transaction transaction);

    /** Tells the user that tables are read as they were before some transactions, which are not decided. */
    void warn(Collection<TransactionRecord> undecided);

    /** What the names of the database mean now. */
    DatabaseNames names();
}
