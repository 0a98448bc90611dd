package org.lancesql.execution;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** The column of the batch at a given index; its vector is shared, never copied. */
public record ColumnReference(int index, Field field) implements Expression {
    public ColumnReference {
        requireNonNull(field, "field is null");
        if (index < 0) {
            throw new IllegalArgumentException("index is negative: " + index);
        }
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        return Vectors.share(batch.column(index));
    }
}
