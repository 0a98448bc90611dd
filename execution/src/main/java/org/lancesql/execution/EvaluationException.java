package org.lancesql.execution;

/** A value that cannot be computed, and why. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, independent of the wording. */
    public enum Reason {
        /** A number does not fit its type. */
        NUMERIC_OUT_OF_RANGE,
        DIVISION_BY_ZERO,
        /** Text that is no value of the type it is cast to. */
        INVALID_TEXT,
        /** Text that is no date, time or timestamp, or one out of range. */
        INVALID_DATETIME,
        /** An argument outside the domain of its function, for example the logarithm of a negative number. */
        INVALID_ARGUMENT,
        /** A part of a text from before its begin or of negative length. */
        INVALID_SUBSTRING,
        /** A regular expression, or a replacement for what it finds, that is none. */
        INVALID_REGULAR_EXPRESSION,
        /** Text that is no JSON. */
        INVALID_JSON,
        /** A string longer than its declared length. */
        STRING_TOO_LONG,
        /** A null in a NOT NULL column. */
        NULL_NOT_ALLOWED,
        /** A scalar sub-query that gave more than one row. */
        MORE_THAN_ONE_ROW
    }

    private final Reason reason;

    public EvaluationException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public EvaluationException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
