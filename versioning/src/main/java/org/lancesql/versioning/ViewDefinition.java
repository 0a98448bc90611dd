package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

/**
 * A stored query.
 *
 * @param name as typed
 * @param sql text of the query, without CREATE VIEW
 */
public record ViewDefinition(String name, String sql) {
    public ViewDefinition {
        requireNonNull(name, "name is null");
        requireNonNull(sql, "sql is null");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name is empty");
        }
    }
}
