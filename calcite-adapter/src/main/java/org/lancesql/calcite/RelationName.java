package org.lancesql.calcite;

import static java.util.Objects.requireNonNull;

/**
 * A table or view by its stored name.
 *
 * @param name as stored
 */
public record RelationName(SchemaName schema, String name, Kind kind) {
    /** What it is. */
    public enum Kind {
        TABLE("TABLE", "BASE TABLE"),
        VIEW("VIEW", "VIEW"),
        TEMPORARY_TABLE("LOCAL TEMPORARY", "LOCAL TEMPORARY"),
        SYSTEM_VIEW("SYSTEM TABLE", "VIEW");

        private final String jdbcName;
        private final String standardName;

        Kind(String jdbcName, String standardName) {
            this.jdbcName = jdbcName;
            this.standardName = standardName;
        }

        /** Name of the table type in JDBC. */
        public String jdbcName() {
            return jdbcName;
        }

        /** Name of the table type in the standard's information schema. */
        public String standardName() {
            return standardName;
        }
    }

    public RelationName {
        requireNonNull(schema, "schema is null");
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
    }

    /** Whether it holds rows of its own. */
    public boolean isTable() {
        return kind == Kind.TABLE || kind == Kind.TEMPORARY_TABLE;
    }

    /** The kind and the name, to begin a message with. */
    @Override
    public String toString() {
        return (isTable() ? "Table " : "View ") + name;
    }
}
