package org.lancesql.calcite;

import java.util.List;

/**
 * A table or view, as metadata describes it.
 *
 * @param columns its columns now, in order; table and label are its own names; none if it cannot be read
 */
public record Relation(RelationName relationName, List<ResultColumn> columns) {
    public Relation {
        columns = List.copyOf(columns);
    }

    public SchemaName schema() {
        return relationName.schema();
    }

    public String name() {
        return relationName.name();
    }

    /** Name of its table type in JDBC. */
    public String kind() {
        return relationName.kind().jdbcName();
    }
}
