package org.lancesql.execution;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A value bound for each execution of a prepared statement. */
record Parameter(int ordinal, Field field) implements Constant {
    Parameter {
        requireNonNull(field, "field is null");
    }

    @Override
    public @Nullable Object value(ExecutionContext context) {
        return context.parameters().get(ordinal);
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        return Vectors.repeat(field, value(context), rows, batch.length(), context.allocator());
    }
}
