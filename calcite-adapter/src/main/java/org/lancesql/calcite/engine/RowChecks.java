package org.lancesql.calcite.engine;

import java.time.Instant;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.plan.RowConditions;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Selection;

/** The CHECK constraints of a table within one execution of a statement. */
record RowChecks(RowConditions conditions, SessionContext session, Instant startedAt, CancelToken cancelToken) {
    RowChecks(RowConditions conditions, SessionContext session, CancelToken cancelToken) {
        this(conditions, session, Instant.now(), cancelToken);
    }

    /**
     * Checks rows on their way into the table.
     *
     * @param first place of the first column of the batch that is one of the table's; the others follow in order
     * @param width number of columns of the table
     * @throws org.lancesql.mutation.constraints.ConstraintViolationException when a condition is false for a row
     */
    void require(Batch batch, int first, int width, Selection rows, BufferAllocator allocator) {
        if (!conditions.isEmpty()) {
            // The vectors stay those of the batch, which closes them.
            Batch columns = new Batch(batch.columns().subList(first, first + width), batch.length(), rows);
            conditions.require(
                    columns, new ExecutionContext(allocator, List.of(), startedAt, session.timeZone(), cancelToken));
        }
    }
}
