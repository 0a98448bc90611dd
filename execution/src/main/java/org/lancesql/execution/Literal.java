package org.lancesql.execution;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A value known when the statement is planned. */
record Literal(Field field, @Nullable Object value) implements Constant {
    Literal {
        requireNonNull(field, "field is null");
    }

    @Override
    public @Nullable Object value(ExecutionContext context) {
        return value;
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        return Vectors.repeat(field, value, rows, batch.length(), context.allocator());
    }
}
