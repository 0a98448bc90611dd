package org.lancesql.sqltests.random;

import java.util.List;

/**
 * A random query.
 *
 * @param text with {@value #DIVIDED} for the division of integers, which databases write differently
 * @param isOrdered whether its rows come in a defined order
 * @param kinds the types of its columns
 */
public record RandomQuery(String text, boolean isOrdered, List<Kind> kinds) {
    static final String DIVIDED = "÷";

    public RandomQuery {
        kinds = List.copyOf(kinds);
    }

    /** For LanceSQL, which divides integers as the standard says. */
    public String sql() {
        return divided(text);
    }

    /** A text as LanceSQL divides integers. */
    static String divided(String text) {
        return text.replace(DIVIDED, "/");
    }

    /** For DuckDB, where {@code /} makes a DOUBLE of integers. */
    public String duckDbSql() {
        return text.replace(DIVIDED, "//");
    }
}
