package org.lancesql.jdbc.result;

import java.sql.Struct;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row within a row. Equal to another with equal attributes. */
public final class LanceStruct implements Struct {
    private final String typeName;
    private final @Nullable Object[] attributes;

    /** @param attributes in the order of the type, as getObject gives values of their types */
    public LanceStruct(String typeName, @Nullable Object[] attributes) {
        this.typeName = typeName;
        this.attributes = attributes.clone();
    }

    @Override
    public String getSQLTypeName() {
        return typeName;
    }

    @Override
    public @Nullable Object[] getAttributes() {
        return attributes.clone();
    }

    @Override
    public @Nullable Object[] getAttributes(@Nullable Map<String, Class<?>> map) {
        return getAttributes();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LanceStruct that && Arrays.deepEquals(attributes, that.attributes);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(attributes);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(attributes);
    }
}
