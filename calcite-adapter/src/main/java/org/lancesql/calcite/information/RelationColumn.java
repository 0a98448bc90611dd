package org.lancesql.calcite.information;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.IdentityColumn;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.types.StoredTypes;

/**
 * A column of a table or view.
 *
 * @param type as declared, length of text included
 * @param field the field that keeps it, or would
 */
public record RelationColumn(RelDataType type, Field field) {
    public RelationColumn {
        requireNonNull(type, "type is null");
        requireNonNull(field, "field is null");
    }

    public String name() {
        return field.getName();
    }

    public boolean isNullable() {
        return field.isNullable();
    }

    /** The type as it is written in CREATE TABLE. */
    public String typeText() {
        return StoredTypes.text(field);
    }

    /** How the column makes its values by itself. */
    public Optional<IdentityColumn> identity() {
        return IdentityColumn.of(field);
    }

    /** The DEFAULT as SQL, or null. */
    public @Nullable String defaultText() {
        return field.getMetadata().get(SqlTypes.DEFAULT_KEY);
    }
}
