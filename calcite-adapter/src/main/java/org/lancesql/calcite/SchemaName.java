package org.lancesql.calcite;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The schemas that every database has. Their names are matched without regard to case. */
public enum SchemaName {
    /** The tables and views of the database. */
    MAIN(SqlEngine.SCHEMA),
    /** The temporary tables of the session. */
    TEMPORARY("temp"),
    /** What the database says of itself. */
    INFORMATION("information_schema");

    private final String sql;

    SchemaName(String sql) {
        this.sql = sql;
    }

    /** The name in SQL. */
    public String sql() {
        return sql;
    }

    public static Optional<SchemaName> find(String name) {
        return Arrays.stream(values())
                .filter(schema -> schema.sql.equalsIgnoreCase(name))
                .findFirst();
    }

    /** The names in SQL, sorted. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SchemaName::sql).sorted().toList();
    }

    @Override
    public String toString() {
        return sql;
    }
}
