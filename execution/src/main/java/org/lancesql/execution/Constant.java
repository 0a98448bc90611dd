package org.lancesql.execution;

import org.jspecify.annotations.Nullable;

/** An expression with one value for all rows of an execution; kernels read the value instead of a vector of copies. */
public interface Constant extends Expression {
    /** The value, in the form that {@link Vectors#set} takes. */
    @Nullable Object value(ExecutionContext context);
}
