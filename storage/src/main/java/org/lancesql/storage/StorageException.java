package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

/** A failure of the storage layer, with a reason that does not depend on Lance's wording. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Reason {
        TABLE_NOT_FOUND,
        TABLE_EXISTS,
        VERSION_NOT_FOUND,
        /** A name that is both a tag and a branch. */
        AMBIGUOUS_REFERENCE,
        /** A name that cannot be a table's: empty, with a separator, or leading out of the database. */
        INVALID_NAME,
        /** A column type that Lance does not store. */
        UNSUPPORTED_TYPE,
        /** Text for a column of JSON that is no JSON. */
        INVALID_JSON,
        /** Files that are missing, cut short, or of an unknown format. */
        DAMAGED,
        /** A table of a format, or with features, that only newer programs know. */
        NEWER_FORMAT,
        /** Somebody else committed first; a retry on a new snapshot can succeed. */
        CONFLICT,
        /** A commit of which nobody knows whether it happened. */
        OUTCOME_UNKNOWN,
        /** A transaction over several tables that nobody can finish is in the way. */
        UNDECIDED,
        READ_ONLY,
        PERMISSION_DENIED,
        DISK_FULL,
        OUT_OF_MEMORY,
        /** A database of a later format than this program knows. */
        UNKNOWN_FORMAT,
        IO
    }

    private final Reason reason;

    public StorageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StorageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Object, problem and valid range, for the user. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }
}
