package org.lancesql.execution.operator;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;

/** Yields the batches of one input after those of the other; an input is opened only when those before it are closed. */
public final class UnionAllOperator implements BatchOperator {
    private final List<Field> fields;
    private final Iterator<Supplier<BatchOperator>> inputs;
    private final ExecutionContext context;
    private @Nullable BatchOperator current;
    private boolean closed;

    /**
     * @param fields name and type of each output column; the inputs have columns of the same types
     * @param inputs opens each input, at most once
     */
    public UnionAllOperator(List<Field> fields, List<Supplier<BatchOperator>> inputs, ExecutionContext context) {
        this.fields = List.copyOf(fields);
        this.inputs = List.copyOf(inputs).iterator();
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        while (!closed) {
            context.cancelToken().check();
            if (current == null) {
                if (!inputs.hasNext()) {
                    return null;
                }
                current = inputs.next().get();
            }
            Batch batch = current.next();
            if (batch != null) {
                return batch;
            }
            current.close();
            current = null;
        }
        return null;
    }

    @Override
    public void close() {
        closed = true;
        if (current != null) {
            current.close();
        }
    }
}
