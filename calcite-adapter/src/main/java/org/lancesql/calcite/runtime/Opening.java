package org.lancesql.calcite.runtime;

import java.util.function.UnaryOperator;
import org.lancesql.execution.BatchOperator;

/** Opens operators over opened inputs so that a failure leaves nothing open. */
public final class Opening {
    private Opening() {}

    /** Makes an operator that owns {@code input}; closes the input when that fails. */
    public static BatchOperator over(BatchOperator input, UnaryOperator<BatchOperator> make) {
        try {
            return make.apply(input);
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }
}
