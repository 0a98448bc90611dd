package org.lancesql.mutation.constraints;

/** Rows do not satisfy a PRIMARY KEY, UNIQUE or CHECK constraint; nothing was changed. */
public final class ConstraintViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which kind of constraint. */
    public enum Kind {
        UNIQUE,
        CHECK
    }

    private final Kind kind;

    public ConstraintViolationException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
