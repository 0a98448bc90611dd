package org.lancesql.jdbc.errors;

/** A batch that stopped at one of its members, with the counts of those before it. */
public final class BatchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long[] updateCounts;
    private final Throwable reason;

    public BatchFailure(long[] updateCounts, Throwable reason) {
        super("Entry " + (updateCounts.length + 1) + " of the batch failed", reason);
        this.updateCounts = updateCounts;
        this.reason = reason;
    }

    /** Changed rows of each member that ran, in order. */
    long[] updateCounts() {
        return updateCounts.clone();
    }

    Throwable reason() {
        return reason;
    }
}
