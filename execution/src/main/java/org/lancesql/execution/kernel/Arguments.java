package org.lancesql.execution.kernel;

import java.util.ArrayList;
import java.util.List;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** The arguments of a kernel while it works on one batch; closed together. */
final class Arguments implements AutoCloseable {
    private final List<Argument> arguments = new ArrayList<>();

    private Arguments() {}

    static Arguments open(List<Expression> expressions, Batch batch, Selection rows, ExecutionContext context) {
        Arguments opened = empty();
        try {
            for (Expression expression : expressions) {
                opened.open(expression, batch, rows, context);
            }
            return opened;
        } catch (Throwable failure) {
            opened.close();
            throw failure;
        }
    }

    /** No arguments yet; {@link #open(Expression, Batch, Selection, ExecutionContext)} adds them. */
    static Arguments empty() {
        return new Arguments();
    }

    void open(Expression expression, Batch batch, Selection rows, ExecutionContext context) {
        arguments.add(Argument.open(expression, batch, rows, context));
    }

    int size() {
        return arguments.size();
    }

    Argument get(int index) {
        return arguments.get(index);
    }

    List<Argument> all() {
        return arguments;
    }

    /** The rows on which no argument is null. */
    Selection notNull(Selection rows) {
        Selection left = rows;
        for (Argument argument : arguments) {
            left = argument.notNull(left);
        }
        return left;
    }

    @Override
    public void close() {
        arguments.forEach(Argument::close);
    }
}
