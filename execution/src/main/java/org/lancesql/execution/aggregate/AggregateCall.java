package org.lancesql.execution.aggregate;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.vector.types.pojo.Field;

/**
 * One aggregate of a query.
 *
 * @param argument column of the input, {@link #NONE} for COUNT_ROWS
 * @param filter boolean column of the input that is true for the rows that count, or {@link #NONE} for all
 * @param result name and type of the result; that of a sum, a minimum or a maximum is the type of its argument
 */
public record AggregateCall(AggregateFunction function, int argument, int filter, Field result) {
    public static final int NONE = -1;

    public AggregateCall {
        requireNonNull(function, "function is null");
        requireNonNull(result, "result is null");
        if ((function == AggregateFunction.COUNT_ROWS) != (argument == NONE)) {
            throw new IllegalArgumentException(function + " of column " + argument);
        }
    }
}
