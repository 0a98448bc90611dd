package org.lancesql.sqltests.logictest;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What a test file asks for at one place: a statement or a query. */
sealed interface TestRecord {
    /** The line of the file that the SQL text begins at, counted from 1. */
    int line();

    String sql();

    /** A statement, and whether it has to be accepted. */
    record Change(int line, String sql, boolean isAccepted) implements TestRecord {
        public Change {
            requireNonNull(sql, "sql is null");
        }
    }

    /**
     * A query with its answer.
     *
     * @param types a letter for each column: I for an integer, R for a number with three digits after the point, T for
     *     text
     * @param expected the values, or {@code <count> values hashing to <MD5>}
     */
    record Question(int line, String sql, String types, Order order, List<String> expected) implements TestRecord {
        public Question {
            requireNonNull(sql, "sql is null");
            requireNonNull(order, "order is null");
            if (!types.matches("[IRT]+")) {
                throw new IllegalArgumentException("Line " + line + " has unknown types of columns: " + types);
            }
            expected = List.copyOf(expected);
        }
    }

    /** How the values are sorted before they are compared: not at all, row by row, or each for itself. */
    enum Order {
        NOSORT,
        ROWSORT,
        VALUESORT
    }
}
