package org.lancesql.execution.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.BOOL;
import static org.lancesql.execution.TestFields.INT32;
import static org.lancesql.execution.TestFields.INT64;
import static org.lancesql.execution.TestFields.TEXT;

import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;
import org.lancesql.execution.TestMemory;

class AllocationTest {
    private static final int ROWS = 5_000;

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void kernelThatRunsOutOfMemoryFreesWhatItHad() {
        Expression number = Expressions.column(0, INT32);
        Expression text = find(ScalarFunction.CAST, TEXT, number);
        Expression joined = find(ScalarFunction.CONCAT, TEXT, text, Expressions.literal(TEXT, "%"), text);
        Expression like = find(ScalarFunction.ILIKE, BOOL, joined, text);
        Expression sum = find(ScalarFunction.ADD, INT64, number, find(ScalarFunction.CHAR_LENGTH, INT32, joined));
        Expression both = find(ScalarFunction.AND, BOOL, like, find(ScalarFunction.LESS, BOOL, number, sum));
        Expression choice =
                find(ScalarFunction.CASE, TEXT, both, text, find(ScalarFunction.NOT, BOOL, both), joined, text);
        try (Batch batch =
                new Batch(List.of(memory.vector(INT32, Collections.nCopies(ROWS, 7))), ROWS, Selection.all(ROWS))) {
            boolean failed = false;
            boolean succeeded = false;
            for (long limit = 64; limit <= 1 << 24; limit *= 2) {
                boolean enough = fits(choice, batch, limit);
                failed |= !enough;
                succeeded |= enough;
            }
            assertThat(failed).isTrue();
            assertThat(succeeded).isTrue();
        }
    }

    /** Evaluates under a limit; closing the allocator fails when anything was left in it. */
    private boolean fits(Expression expression, Batch batch, long limit) {
        try (BufferAllocator allocator = memory.allocator().newChildAllocator("limited", 0, limit)) {
            ExecutionContext whole = memory.context();
            ExecutionContext context = new ExecutionContext(
                    allocator, List.of(), whole.startedAt(), whole.timeZone(), CancelToken.withoutTimeout());
            try (FieldVector result = expression.evaluate(batch, batch.selection(), context)) {
                return result.getValueCount() == ROWS;
            } catch (OutOfMemoryException e) {
                return false;
            }
        }
    }

    private static Expression find(ScalarFunction function, Field result, Expression... arguments) {
        return Kernels.find(function, result, List.of(arguments)).orElseThrow();
    }
}
