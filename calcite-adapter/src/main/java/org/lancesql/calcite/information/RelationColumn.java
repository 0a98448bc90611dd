package org.lancesql.calcite.information;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table or view.
 *
 * @param type as declared, length of text included
 * @param defaultText the DEFAULT as SQL, or null
 */
public record RelationColumn(
        String name, RelDataType type, @Nullable String defaultText) {
    public RelationColumn {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
    }
}
