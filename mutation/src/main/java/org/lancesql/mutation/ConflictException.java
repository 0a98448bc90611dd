package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

/** Somebody else changed the table first; nothing was published. A retry on a new snapshot can succeed. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final long expectedVersion;
    private final long actualVersion;

    ConflictException(String table, long expectedVersion, long actualVersion, String message) {
        super(message);
        this.table = requireNonNull(table, "table is null");
        this.expectedVersion = expectedVersion;
        this.actualVersion = actualVersion;
    }

    public String table() {
        return table;
    }

    /** Version that the change was made against. */
    public long expectedVersion() {
        return expectedVersion;
    }

    /** HEAD that stood in the way; 0 when the table is gone. */
    public long actualVersion() {
        return actualVersion;
    }
}
