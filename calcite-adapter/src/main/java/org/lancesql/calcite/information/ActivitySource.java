package org.lancesql.calcite.information;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.versioning.DecidedTransaction;
import org.lancesql.versioning.LiveTransaction;
import org.lancesql.versioning.LogState;

/** Who works with a database, each answer as of now. */
public interface ActivitySource {
    /** The sessions of this process, in the order in which they were opened. */
    List<OpenSession> sessions();

    /** The transactions that are open in any process. */
    List<LiveTransaction> liveTransactions();

    /** The transactions that are being committed to several tables. */
    LogState log();

    /** Those that have been, oldest first. */
    List<DecidedTransaction> decided();

    /**
     * A session.
     *
     * @param number no other session of this process has or had it
     * @param isOwn whether it is the one that asks
     * @param application name that the program gave itself, if any
     * @param statement text of a statement that runs
     */
    record OpenSession(
            long number,
            boolean isOwn,
            String user,
            @Nullable String application,
            Instant since,
            @Nullable String statement,
            boolean isInTransaction) {
        public OpenSession {
            requireNonNull(user, "user is null");
            requireNonNull(since, "since is null");
        }
    }
}
