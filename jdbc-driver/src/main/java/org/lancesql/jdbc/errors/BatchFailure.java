package org.lancesql.jdbc.errors;

import java.sql.Statement;
import java.util.Arrays;
import org.lancesql.calcite.BatchException;

/** A batch that did not do all that it should, with what became of its members. */
public final class BatchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long[] updateCounts;
    private final Throwable reason;

    private BatchFailure(String message, long[] updateCounts, Throwable reason) {
        super(message, reason);
        this.updateCounts = updateCounts;
        this.reason = reason;
    }

    /** A member failed in a transaction, which goes on with what those before it have changed. */
    public static BatchFailure inTransaction(BatchException failure) {
        String message = failure.getMessage() + "; the transaction keeps what the entries before it changed";
        return new BatchFailure(message, failure.updateCounts(), failure.reason());
    }

    /** A member failed in a batch that was a transaction of its own, so that all of it is undone. */
    public static BatchFailure undone(BatchException failure, int size) {
        return new BatchFailure(
                failure.getMessage() + ", and nothing of the batch is kept", failed(size), failure.reason());
    }

    /** A member failed in a batch of which a part has been committed, as a definition of a table makes it. */
    public static BatchFailure partlyCommitted(BatchException failure, int size) {
        return new BatchFailure(
                failure.getMessage()
                        + "; what the batch changed up to its last definition, or before it went on to another"
                        + " table, is committed, and nothing else is kept",
                failed(size),
                failure.reason());
    }

    /** All members ran, but what they changed was not committed. */
    public static BatchFailure notCommitted(RuntimeException reason, int size) {
        return new BatchFailure("The batch was not committed", failed(size), reason);
    }

    private static long[] failed(int size) {
        long[] counts = new long[size];
        Arrays.fill(counts, Statement.EXECUTE_FAILED);
        return counts;
    }

    /** Changed rows of each member that ran and counts, or for all members that they failed. */
    long[] updateCounts() {
        return updateCounts.clone();
    }

    Throwable reason() {
        return reason;
    }
}
