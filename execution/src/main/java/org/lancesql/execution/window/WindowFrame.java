package org.lancesql.execution.window;

import static java.util.Objects.requireNonNull;

/**
 * The rows of a partition that a function sees for each row of it (SQL:2016, part 2, 7.15).
 *
 * @param rows whether the bounds count rows; else they are peers, or rows whose order key lies within a distance
 * @param key for bounds that are values, the column of the input that they are compared with; it orders rows as their only
 *     order key does, and has the type of the bounds
 */
public record WindowFrame(boolean rows, Bound lower, Bound upper, Exclusion exclusion, int key) {
    public WindowFrame {
        requireNonNull(lower, "lower is null");
        requireNonNull(upper, "upper is null");
        requireNonNull(exclusion, "exclusion is null");
        if (lower.kind() == Bound.Kind.UNBOUNDED_FOLLOWING || upper.kind() == Bound.Kind.UNBOUNDED_PRECEDING) {
            throw new IllegalArgumentException("a frame from " + lower + " to " + upper);
        }
        Bound.Kind other = rows ? Bound.Kind.VALUE : Bound.Kind.OFFSET;
        if (lower.kind() == other || upper.kind() == other) {
            throw new IllegalArgumentException(
                    "rows are counted and values compared, not from " + lower + " to " + upper);
        }
    }

    /** All rows of the partition. */
    public static WindowFrame whole() {
        return new WindowFrame(
                true,
                new Bound(Bound.Kind.UNBOUNDED_PRECEDING, 0),
                new Bound(Bound.Kind.UNBOUNDED_FOLLOWING, 0),
                Exclusion.NONE,
                0);
    }

    /** Which rows of a frame do not count. */
    public enum Exclusion {
        NONE,
        CURRENT_ROW,
        /** The row and its peers. */
        GROUP,
        /** The peers of the row but not itself. */
        TIES
    }

    /**
     * An end of a frame.
     *
     * @param value for OFFSET how many rows before (negative) or behind the row; for VALUE the column of the input that holds
     *     the least or greatest order key of the frame; else without meaning
     */
    public record Bound(Kind kind, long value) {
        /** What a bound is measured by. */
        public enum Kind {
            UNBOUNDED_PRECEDING,
            /** The row itself where rows are counted, else its peers. */
            CURRENT_ROW,
            OFFSET,
            VALUE,
            UNBOUNDED_FOLLOWING
        }

        public Bound {
            requireNonNull(kind, "kind is null");
        }
    }
}
