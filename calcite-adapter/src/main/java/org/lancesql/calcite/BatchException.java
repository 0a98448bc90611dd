package org.lancesql.calcite;

/** A member of a batch that failed. What those before it have changed is part of their unit still. */
public final class BatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long[] updateCounts;
    private final RuntimeException reason;

    /** @param updateCounts changed rows of each member before the one that failed, in order */
    public BatchException(long[] updateCounts, RuntimeException reason) {
        super("Entry " + (updateCounts.length + 1) + " of the batch failed", reason);
        this.updateCounts = updateCounts.clone();
        this.reason = reason;
    }

    public long[] updateCounts() {
        return updateCounts.clone();
    }

    /** What the member failed with. */
    public RuntimeException reason() {
        return reason;
    }
}
