package org.lancesql.execution.join;

/** What a join gives for the rows of the two inputs. */
public enum JoinKind {
    /** A row for each pair that matches. */
    INNER(false, false),
    /** The pairs, and the rows of the left input without a match, with nulls for the right. */
    LEFT(true, false),
    /** The pairs, and the rows of the right input without a match, with nulls for the left. */
    RIGHT(false, true),
    /** The pairs, and the rows of both inputs without a match. */
    FULL(true, true),
    /** The rows of the left input that have a match, once each. */
    SEMI(false, false),
    /** The rows of the left input that have none. */
    ANTI(true, false),
    /**
     * The rows of the left input of which it is certain that none of the right has the same key, as NOT IN asks: where the
     * right input has a null, none; where it has rows, none whose own key is null. There is one key, and no other condition.
     */
    NULL_AWARE_ANTI(true, false);

    private final boolean unmatchedLeft;
    private final boolean unmatchedRight;

    JoinKind(boolean unmatchedLeft, boolean unmatchedRight) {
        this.unmatchedLeft = unmatchedLeft;
        this.unmatchedRight = unmatchedRight;
    }

    /** Whether rows of the left input without a match are in the result. */
    public boolean keepsUnmatchedLeft() {
        return unmatchedLeft;
    }

    /** Whether rows of the right input without a match are in the result. */
    public boolean keepsUnmatchedRight() {
        return unmatchedRight;
    }

    /** Whether the result has the columns of the left input only. */
    public boolean isLeftOnly() {
        return this == SEMI || this == ANTI || this == NULL_AWARE_ANTI;
    }

    /** Of a result that has the columns of the left input only, whether it is the rows with a match. */
    boolean keepsMatched() {
        return this == SEMI;
    }
}
