package org.lancesql.calcite.engine;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.BatchException;
import org.lancesql.calcite.BoundRows;
import org.lancesql.calcite.StatementException;
import org.lancesql.execution.EvaluationException;
import org.lancesql.mutation.constraints.ConstraintViolationException;

/**
 * Runs a statement for many rows of parameters as if for one after the other, but for as many at once as succeed together:
 * where they do not, the half of them is tried, down to the one row that is to blame.
 */
final class RowBatches {
    /** Runs the statement for the rows from {@code from} on, before {@code to}, at once, whole or not at all. */
    interface Together {
        void run(int from, int to);
    }

    /** Runs the statement for one row. */
    interface Single {
        void run(List<@Nullable Object> row);
    }

    private final BoundRows rows;
    private final Together together;
    private final Single single;

    private RowBatches(BoundRows rows, Together together, Single single) {
        this.rows = rows;
        this.together = together;
        this.single = single;
    }

    /**
     * Runs a statement that changes one row each time.
     *
     * @return the number of changed rows for each row of parameters
     * @throws BatchException for the first row that fails; those before it have been run then
     */
    static long[] run(BoundRows rows, Together together, Single single) {
        if (!rows.isEmpty()) {
            new RowBatches(rows, together, single).run(0, rows.size());
        }
        return ones(rows.size());
    }

    private void run(int from, int to) {
        if (to - from == 1) {
            runSingle(from);
            return;
        }
        try {
            together.run(from, to);
        } catch (StatementException | EvaluationException | ConstraintViolationException e) {
            int middle = (from + to) >>> 1;
            run(from, middle);
            run(middle, to);
        } catch (RuntimeException e) { // no row is to blame
            throw new BatchException(ones(from), e);
        }
    }

    private void runSingle(int row) {
        try {
            single.run(rows.row(row));
        } catch (RuntimeException e) {
            throw new BatchException(ones(row), e);
        }
    }

    private static long[] ones(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
