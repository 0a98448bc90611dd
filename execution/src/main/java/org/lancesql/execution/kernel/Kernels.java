package org.lancesql.execution.kernel;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;

/** Finds the vectorised form of a scalar function. */
public final class Kernels {
    private Kernels() {}

    /**
     * The kernel that computes {@code function} on exactly these argument types with exactly this result type.
     *
     * @param resultType canonical type of the result; its name and nullability have no meaning
     * @return empty when there is none, so that the caller evaluates the function in its own way
     */
    public static Optional<Expression> find(ScalarFunction function, Field resultType, List<Expression> arguments) {
        return Optional.empty();
    }
}
