package org.lancesql.mutation.session;

import java.util.List;
import org.lancesql.mutation.CommitInfo;
import org.lancesql.mutation.Isolation;
import org.lancesql.storage.Durability;

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

    /** What the names of the database mean now. */
    DatabaseNames names();
}
