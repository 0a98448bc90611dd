package org.lancesql.execution.operator;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.OwnedVectors;

/** Computes one expression for each output column; columns that are only passed on are shared, not copied. */
public final class ProjectOperator implements BatchOperator {
    private final BatchOperator input;
    private final List<Expression> expressions;
    private final List<Field> fields;
    private final ExecutionContext context;

    /**
     * Takes ownership of {@code input}.
     *
     * @param fields name and type of each output column, one for each expression
     */
    public ProjectOperator(
            BatchOperator input, List<Expression> expressions, List<Field> fields, ExecutionContext context) {
        if (expressions.size() != fields.size()) {
            throw new IllegalArgumentException(expressions.size() + " expressions for " + fields.size() + " fields");
        }
        this.input = input;
        this.expressions = List.copyOf(expressions);
        this.fields = List.copyOf(fields);
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        context.cancelToken().check();
        try (Batch batch = input.next();
                OwnedVectors columns = new OwnedVectors()) {
            if (batch == null) {
                return null;
            }
            for (Expression expression : expressions) {
                columns.add(expression.evaluate(batch, batch.selection(), context));
            }
            return new Batch(columns.release(), batch.length(), batch.selection());
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
