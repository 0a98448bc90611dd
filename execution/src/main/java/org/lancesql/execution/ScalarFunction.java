package org.lancesql.execution;

/** The scalar functions that may have a vectorised kernel; {@link org.lancesql.execution.kernel.Kernels#find} tells for which types. */
public enum ScalarFunction {
    // Comparison: one type on both sides; NaN equals NaN and is greater than every other number, -0.0 equals 0.0.
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    IS_DISTINCT_FROM,
    IS_NOT_DISTINCT_FROM,
    /** A value and, all of its type, one or more constants. */
    IN,
    NOT_IN,
    // Three-valued logic; AND, OR take two or more arguments and stop early.
    AND,
    OR,
    NOT,
    IS_NULL,
    IS_NOT_NULL,
    IS_TRUE,
    IS_NOT_TRUE,
    IS_FALSE,
    IS_NOT_FALSE,
    // Arithmetic, checked for overflow.
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MODULO,
    NEGATE,
    ABS,
    // CASE: condition, value, condition, value, ..., default.
    CASE,
    /** One argument; the result type tells the target. */
    CAST,
    // Strings; positions and lengths count Unicode code points, positions from 1.
    /** Text, pattern and, if there is one, the escape character. */
    LIKE,
    ILIKE,
    UPPER,
    LOWER,
    CHAR_LENGTH,
    /** Two or more arguments; null when one is. */
    CONCAT,
    /** Text, first position and, unless to the end, the length. */
    SUBSTRING,
    /** The text sought, the text searched and, unless 1, the first position that counts; 0 when not found. */
    POSITION,
    /** Text and, unless it is the blank, the characters to remove. */
    TRIM,
    LTRIM,
    RTRIM,
    /** Text, what to replace, and by what. */
    REPLACE,
    /** Text and how often. */
    REPEAT,
    // Dates and times.
    EXTRACT_YEAR,
    EXTRACT_QUARTER,
    EXTRACT_MONTH,
    EXTRACT_WEEK,
    EXTRACT_DAY,
    EXTRACT_DAY_OF_WEEK,
    EXTRACT_DAY_OF_YEAR,
    EXTRACT_HOUR,
    EXTRACT_MINUTE,
    EXTRACT_SECOND,
    EXTRACT_MILLISECOND,
    EXTRACT_MICROSECOND,
    EXTRACT_NANOSECOND,
    EXTRACT_EPOCH,
    /** Date or timestamp plus a number of months (int32). */
    ADD_MONTHS,
    /** Date, time or timestamp plus a number of milliseconds (int64) or a duration of any unit. */
    ADD_MILLIS
}
