package org.lancesql.execution.ordered;

import org.jspecify.annotations.Nullable;

/** Aggregates the rows of one group after the other. Values have the Java forms of {@link org.lancesql.execution.Vectors}. */
public interface RowAggregate {
    /** Begins a group. */
    void begin();

    /** Takes the arguments of the next row; the array is used again for the row after. */
    void add(@Nullable Object[] arguments);

    /** The result of the group, of the type of the call. */
    @Nullable Object end();
}
