package org.lancesql.execution.operator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.*;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.kernel.Kernels;

class OperatorTest {
    private static final Expression ID = Expressions.column(0, INT32);
    private static final Expression NAME = Expressions.column(1, TEXT);
    private static final Expression INVERSE = Kernels.find(
                    ScalarFunction.DIVIDE, INT32, List.of(Expressions.literal(INT32, 100), ID))
            .orElseThrow();

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    /** Yields the rows 0, 1, 2, ... with their text, in batches of a given size. */
    private final class Numbers implements BatchOperator {
        private final int total;
        private final int batchSize;
        private int next;
        private int closed;

        Numbers(int total, int batchSize) {
            this.total = total;
            this.batchSize = batchSize;
        }

        @Override
        public List<Field> fields() {
            return List.of(INT32, TEXT);
        }

        @Override
        public @Nullable Batch next() {
            int size = Math.min(batchSize, total - next);
            if (size == 0) {
                return null;
            }
            List<Integer> ids = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < size; i++, next++) {
                ids.add(next);
                names.add("n" + next);
            }
            return new Batch(List.of(memory.vector(INT32, ids), memory.vector(TEXT, names)), size, Selection.all(size));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static Expression compare(ScalarFunction function, int bound) {
        return Kernels.find(function, BOOL, List.of(ID, Expressions.literal(INT32, bound)))
                .orElseThrow();
    }

    private static List<List<Object>> rows(BatchOperator operator) {
        List<List<Object>> rows = new ArrayList<>();
        try (operator) {
            for (Batch next = operator.next(); next != null; next = operator.next()) {
                try (Batch batch = next) {
                    for (int i = 0; i < batch.rowCount(); i++) {
                        int row = batch.selection().position(i);
                        List<Object> cells = new ArrayList<>();
                        batch.columns().forEach(column -> cells.add(Vectors.get(column, row)));
                        rows.add(cells);
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void filterProjectAndLimitWorkTogetherForEachBatchSize() {
        ExecutionContext context = memory.context();
        for (int batchSize : List.of(1, 7, 65_536)) {
            BatchOperator filter =
                    new FilterOperator(new Numbers(50, batchSize), compare(ScalarFunction.GREATER, 9), context);
            BatchOperator project =
                    new ProjectOperator(filter, List.of(NAME, INVERSE, NAME), List.of(TEXT, INT32, TEXT), context);
            BatchOperator limit = new LimitOperator(project, 10, OptionalLong.of(2), context);
            assertThat(limit.fields()).hasSize(3);
            assertThat(rows(limit)).containsExactly(List.of("n20", 5, "n20"), List.of("n21", 4, "n21"));
        }
    }

    @Test
    void filterSkipsBatchesWithoutRows() {
        Numbers input = new Numbers(100, 7);
        FilterOperator filter = new FilterOperator(input, compare(ScalarFunction.EQUAL, 98), memory.context());
        try (filter;
                Batch batch = requireNonNull(filter.next())) {
            assertThat(batch.rowCount()).isEqualTo(1);
        }
        assertThat(input.closed).isEqualTo(1);
    }

    @Test
    void booleanColumnIsAPredicate() {
        BatchOperator values =
                new ValuesOperator(List.of(BOOL), List.of(List.of(true), List.of(false)), memory.context());
        assertThat(rows(new FilterOperator(values, Expressions.column(0, BOOL), memory.context())))
                .containsExactly(List.of(true));
    }

    @Test
    void limitClosesItsInputAsSoonAsItIsDone() {
        Numbers input = new Numbers(100, 10);
        LimitOperator limit = new LimitOperator(input, 5, OptionalLong.of(10), memory.context());
        requireNonNull(limit.next()).close();
        assertThat(input.closed).isZero();
        requireNonNull(limit.next()).close();
        assertThat(input.closed).isEqualTo(1);
        assertThat(limit.next()).isNull();
        assertThat(input.next).isEqualTo(20);
    }

    @Test
    void limitWithoutFetchOnlySkips() {
        assertThat(rows(new LimitOperator(new Numbers(10, 3), 8, OptionalLong.empty(), memory.context())))
                .hasSize(2);
        assertThat(rows(new LimitOperator(new Numbers(10, 3), 0, OptionalLong.of(0), memory.context())))
                .isEmpty();
    }

    @Test
    void failureFreesEverything() {
        // Row 0 has no inverse; the columns before it have been computed by then.
        BatchOperator project = new ProjectOperator(
                new Numbers(10, 10), List.of(NAME, ID, INVERSE), List.of(TEXT, INT32, INT32), memory.context());
        assertThatThrownBy(project::next).isInstanceOf(EvaluationException.class);
        project.close();
        Expression predicate = Kernels.find(ScalarFunction.EQUAL, BOOL, List.of(INVERSE, Expressions.literal(INT32, 1)))
                .orElseThrow();
        BatchOperator filter = new FilterOperator(new Numbers(10, 10), predicate, memory.context());
        assertThatThrownBy(filter::next).isInstanceOf(EvaluationException.class);
        filter.close();
    }

    @Test
    void everyOperatorStopsWhenCancelled() {
        ExecutionContext context = memory.context();
        context.cancelToken().cancel();
        Numbers input = new Numbers(10, 10);
        for (BatchOperator operator : List.of(
                new FilterOperator(input, compare(ScalarFunction.EQUAL, 1), context),
                new ProjectOperator(input, List.of(ID), List.of(INT32), context),
                new LimitOperator(input, 0, OptionalLong.of(1), context),
                new ValuesOperator(List.of(INT32), List.of(List.of(1)), context))) {
            assertThatThrownBy(operator::next).isInstanceOf(CancelledException.class);
            operator.close();
        }
    }

    @Test
    void valuesMayHaveNoColumns() {
        BatchOperator values = new ValuesOperator(List.of(), List.of(List.of(), List.of()), memory.context());
        assertThat(rows(values)).hasSize(2);
    }

    @Test
    void projectMayHaveNoColumns() {
        BatchOperator project = new ProjectOperator(new Numbers(9, 4), List.of(), List.of(), memory.context());
        assertThat(rows(project)).hasSize(9);
    }
}
