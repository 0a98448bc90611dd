package org.lancesql.calcite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.constraints.TableConstraints;

/**
 * A table or view, as metadata describes it.
 *
 * @param columns its columns now, in order; table and label are its own names; none if it cannot be read
 * @param supplied for each column where its values come from when a statement gives none
 * @param primaryKey null for a table without one
 */
public record Relation(
        RelationName relationName,
        List<ResultColumn> columns,
        List<Supplied> supplied,
        TableConstraints.@Nullable Key primaryKey) {
    public Relation {
        columns = List.copyOf(columns);
        supplied = List.copyOf(supplied);
        if (columns.size() != supplied.size()) {
            throw new IllegalArgumentException(columns.size() + " columns and " + supplied.size() + " defaults");
        }
    }

    /**
     * What a column holds by itself.
     *
     * @param defaultText the DEFAULT, or GENERATED ... AS IDENTITY, as SQL; null for NULL
     * @param counts whether each row gets another number
     * @param always whether statements cannot give values of their own
     */
    public record Supplied(@Nullable String defaultText, boolean counts, boolean always) {}

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
