package org.lancesql.execution;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The leaves of expressions. */
public final class Expressions {
    private Expressions() {}

    /** The column of the batch at {@code index}. */
    public static Expression column(int index, Field field) {
        return new ColumnReference(index, field);
    }

    /** A constant; {@code value} in the form that {@link Vectors#set} takes. */
    public static Expression literal(Field field, @Nullable Object value) {
        return new Literal(field, value);
    }

    /** The dynamic parameter at {@code ordinal}, counted from 0; its value comes from the {@link ExecutionContext}. */
    public static Expression parameter(int ordinal, Field field) {
        return new Parameter(ordinal, field);
    }
}
