package org.lancesql.calcite;

import org.jspecify.annotations.Nullable;

/** A statement that cannot be parsed, planned or allowed, and what would be right. */
public final class StatementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, independent of the wording. */
    public enum Reason {
        SYNTAX,
        UNKNOWN_TABLE,
        UNKNOWN_COLUMN,
        UNKNOWN_FUNCTION,
        UNKNOWN_SCHEMA,
        UNKNOWN_TYPE,
        UNKNOWN_SETTING,
        UNKNOWN_SESSION,
        UNKNOWN_INDEX,
        UNKNOWN_TAG,
        AMBIGUOUS_NAME,
        DUPLICATE_TABLE,
        /** A tag that exists. */
        DUPLICATE_OBJECT,
        DUPLICATE_COLUMN,
        /** An object that exists but is of another kind, for example DROP TABLE on a view. */
        WRONG_OBJECT,
        /** Operands or values whose types do not fit. */
        TYPE_MISMATCH,
        /** A query that groups, orders or nests in a way SQL does not allow. */
        INVALID_QUERY,
        /** A table that cannot be, for example one with two primary keys. */
        INVALID_DEFINITION,
        /** A value for a column that always makes its own. */
        GENERATED_ALWAYS,
        /** A row of a table that a statement would change twice. */
        ROW_CHANGED_TWICE,
        /** ON CONFLICT for a key that the table does not have, or a column of a row that is not there. */
        INVALID_COLUMN_REFERENCE,
        NOT_NULL_VIOLATION,
        INVALID_VERSION,
        /** A literal that is no date, time or timestamp. */
        INVALID_DATETIME,
        NUMERIC_OUT_OF_RANGE,
        /** A statement nested deeper than the planner's stack. */
        TOO_COMPLEX,
        /** A statement for which its memory, or that of the database, does not suffice. */
        OUT_OF_MEMORY,
        INVALID_PARAMETER,
        /** A parameter that has no value, or a value that has no parameter. */
        WRONG_PARAMETERS,
        NOT_SUPPORTED,
        READ_ONLY
    }

    private final Reason reason;
    private final @Nullable Position position;

    public StatementException(Reason reason, String message) {
        this(reason, message, null, null);
    }

    public StatementException(Reason reason, String message, @Nullable Position position, @Nullable Throwable cause) {
        super(
                position == null
                        ? message
                        : "Line " + position.line() + ", column " + position.column() + ": " + message,
                cause);
        this.reason = reason;
        this.position = position;
    }

    public Reason reason() {
        return reason;
    }

    /** The error of a statement that was given too few values for its parameters, or too many. */
    public static StatementException wrongParameters(int parameters, int values) {
        return new StatementException(
                Reason.WRONG_PARAMETERS,
                "The statement has " + parameters + (parameters == 1 ? " parameter" : " parameters") + " and got "
                        + (values == 0 ? "no value" : values == 1 ? "1 value" : values + " values")
                        + "; prepare it and set each parameter");
    }

    /** Where in the text, if one place is to blame. */
    public @Nullable Position position() {
        return position;
    }

    /** A place in the text as the user typed it; both count from 1. */
    public record Position(int line, int column) {}
}
