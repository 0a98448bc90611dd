package org.lancesql.execution.operator;

import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;

/** The rows of an input or, where it has none at all, those of another, which is opened only then. */
public final class OtherwiseOperator implements BatchOperator {
    private final Supplier<BatchOperator> otherwise;
    private BatchOperator current;
    private boolean decided;

    /**
     * Takes ownership of {@code input}.
     *
     * @param otherwise opens an operator with the same fields
     */
    public OtherwiseOperator(BatchOperator input, Supplier<BatchOperator> otherwise) {
        this.current = input;
        this.otherwise = otherwise;
    }

    @Override
    public List<Field> fields() {
        return current.fields();
    }

    @Override
    public @Nullable Batch next() {
        for (Batch batch = current.next(); batch != null; batch = current.next()) {
            if (decided || batch.rowCount() > 0) {
                decided = true;
                return batch;
            }
            batch.close();
        }
        if (decided) {
            return null;
        }
        decided = true;
        current.close();
        current = otherwise.get();
        return current.next();
    }

    @Override
    public void close() {
        decided = true;
        current.close();
    }
}
