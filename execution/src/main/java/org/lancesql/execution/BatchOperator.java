package org.lancesql.execution;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A physical operator: batches are pulled from it until it has no more. Used by one thread at a time. */
public interface BatchOperator extends AutoCloseable {
    /** Name and canonical type of each column of the batches. */
    List<Field> fields();

    /**
     * The next batch, which the caller closes, or null at the end. A batch may have no selected rows.
     *
     * @throws EvaluationException when a value cannot be computed
     * @throws CancelledException when the query was cancelled or timed out
     */
    @Nullable Batch next();

    /** Frees everything the operator holds, inputs included; may be called at any time, and more than once. */
    @Override
    void close();
}
