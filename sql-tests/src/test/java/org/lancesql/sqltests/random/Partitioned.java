package org.lancesql.sqltests.random;

import java.util.List;

/**
 * A query and a condition that divides its rows in three: those for which it is true, false and unknown. Because the query
 * and its parts are planned differently, they seldom share a mistake.
 *
 * @param items of the SELECT
 * @param where a condition on all of the rows
 * @param divider the condition that divides them
 */
public record Partitioned(String items, String from, String where, String divider) {
    /** All rows. */
    String whole() {
        return "SELECT " + items + all();
    }

    /** The three parts. */
    List<String> parts() {
        return List.of(
                whole() + " AND (" + divider + ")",
                whole() + " AND NOT (" + divider + ")",
                whole() + " AND (" + divider + ") IS UNKNOWN");
    }

    /** A count that may be optimised. */
    String count() {
        return "SELECT COUNT(*) AS n" + all() + " AND (" + divider + ")";
    }

    /** The same as a value of each row, which no condition is pushed down for. */
    String truths() {
        return "SELECT (" + divider + ") IS TRUE AS b" + all();
    }

    private String all() {
        return " FROM " + from + " WHERE (" + where + ")";
    }
}
