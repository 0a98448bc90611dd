package org.lancesql.execution;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** A scalar expression, evaluated for many rows at once. Immutable and usable by several threads. */
public interface Expression {
    /** Type of the result, canonical; the name has no meaning. */
    Field field();

    /**
     * Evaluates the expression on the selected rows.
     *
     * @param rows the rows to compute; a subset of the batch's own selection
     * @return a vector of {@code batch.length()} slots of which only the selected ones have a meaning; the caller closes it
     * @throws EvaluationException when a selected row has no result, for example on overflow
     */
    FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context);
}
