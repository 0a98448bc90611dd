package org.lancesql.execution.window;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * One window function of a query.
 *
 * @param arguments columns of the input
 * @param ignoreNulls whether LAG, LEAD, FIRST_VALUE, LAST_VALUE and NTH_VALUE pass over nulls
 * @param result name and type of the result
 */
public record WindowCall(WindowFunction function, List<Integer> arguments, boolean ignoreNulls, Field result) {
    public WindowCall {
        requireNonNull(function, "function is null");
        requireNonNull(result, "result is null");
        arguments = List.copyOf(arguments);
        if (arguments.size() < least(function) || arguments.size() > most(function)) {
            throw new IllegalArgumentException(function + " with " + arguments.size() + " arguments");
        }
    }

    private static int least(WindowFunction function) {
        if (function.isStatistic()) {
            return function.isOfPairs() ? 2 : 1;
        }
        return switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, COUNT -> 0;
            case NTH_VALUE -> 2;
            default -> 1;
        };
    }

    private static int most(WindowFunction function) {
        if (function.isStatistic()) {
            return least(function);
        }
        return switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST -> 0;
            case NTH_VALUE -> 2;
            case LAG, LEAD -> 3;
            default -> 1;
        };
    }
}
