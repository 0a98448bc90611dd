package org.lancesql.calcite;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view, as metadata describes it.
 *
 * @param columns its columns now, in order; table and label are its own names; none if it cannot be read
 * @param defaults for each column the text of its DEFAULT, or null
 */
public record Relation(RelationName relationName, List<ResultColumn> columns, List<@Nullable String> defaults) {
    public Relation {
        columns = List.copyOf(columns);
        defaults = Collections.unmodifiableList(defaults);
        if (columns.size() != defaults.size()) {
            throw new IllegalArgumentException(columns.size() + " columns and " + defaults.size() + " defaults");
        }
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
