package org.lancesql.execution;

import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/** A boolean expression that can tell the rows where it is true without making a vector of its results. */
public interface Condition extends Expression {
    /**
     * The rows on which the condition is true, which excludes null.
     *
     * @param rows the rows to test; a subset of the batch's own selection
     * @throws EvaluationException when the condition has no result on a row it must look at
     */
    Selection select(Batch batch, Selection rows, ExecutionContext context);

    /** The rows on which any boolean expression is true. */
    static Selection select(Expression predicate, Batch batch, Selection rows, ExecutionContext context) {
        if (predicate instanceof Condition condition) {
            return condition.select(batch, rows, context);
        }
        try (FieldVector result = predicate.evaluate(batch, rows, context)) {
            return trueRows((BitVector) result, rows);
        }
    }

    private static Selection trueRows(BitVector values, Selection rows) {
        int[] positions = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            positions[count] = row;
            count += !values.isNull(row) && values.get(row) != 0 ? 1 : 0;
        }
        return count == rows.size() ? rows : Selection.of(positions, count);
    }
}
