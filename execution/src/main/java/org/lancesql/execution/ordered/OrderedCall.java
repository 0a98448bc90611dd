package org.lancesql.execution.ordered;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.sort.SortKey;

/**
 * One aggregate whose rows are seen one by one.
 *
 * @param function makes the function for one execution
 * @param arguments columns of the input
 * @param filter boolean column of the input that is true for the rows that count, or {@link #NONE} for all
 * @param distinct whether of the rows of a group with equal arguments only one counts
 * @param order in which the rows of a group come; in that of the input where it leaves it open
 */
public record OrderedCall(
        Supplier<RowAggregate> function,
        List<Integer> arguments,
        int filter,
        boolean distinct,
        List<SortKey> order,
        Field result) {
    public static final int NONE = -1;

    public OrderedCall {
        requireNonNull(function, "function is null");
        requireNonNull(result, "result is null");
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
    }
}
