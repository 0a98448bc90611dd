package org.lancesql.execution.operator;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** Keeps the rows on which a predicate is true, by narrowing the selection; batches without any are skipped. */
public final class FilterOperator implements BatchOperator {
    private final BatchOperator input;
    private final Expression predicate;
    private final ExecutionContext context;

    /** Takes ownership of {@code input}. */
    public FilterOperator(BatchOperator input, Expression predicate, ExecutionContext context) {
        this.input = input;
        this.predicate = predicate;
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        return input.fields();
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.cancelToken().check();
            Batch batch = input.next();
            if (batch == null) {
                return null;
            }
            Selection kept = select(batch);
            if (kept.size() > 0) {
                return batch.withSelection(kept);
            }
            batch.close();
        }
    }

    private Selection select(Batch batch) {
        try {
            return Condition.select(predicate, batch, batch.selection(), context);
        } catch (Throwable failure) {
            batch.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
