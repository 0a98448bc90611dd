package org.lancesql.execution.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Condition;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.Vectors;

class LogicTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void andAndOrHaveThreeValues() {
        for (List<Field> fields : List.of(List.of(BOOL, BOOL), List.of(BOOL, BOOL, BOOL))) {
            check(ScalarFunction.AND, fields, row -> kleene(row, false));
            check(ScalarFunction.OR, fields, row -> kleene(row, true));
        }
    }

    private static @Nullable Object kleene(Object[] row, boolean decisive) {
        List<Object> values = Arrays.asList(row);
        return values.contains(decisive) ? (Object) decisive : values.contains(null) ? null : (Object) !decisive;
    }

    @Test
    void testsOfTruthAreNeverNull() {
        check(ScalarFunction.NOT, List.of(BOOL), row -> row[0] == null ? null : (Object) !(Boolean) row[0]);
        check(ScalarFunction.IS_TRUE, List.of(BOOL), row -> Boolean.TRUE.equals(row[0]));
        check(ScalarFunction.IS_NOT_TRUE, List.of(BOOL), row -> !Boolean.TRUE.equals(row[0]));
        check(ScalarFunction.IS_FALSE, List.of(BOOL), row -> Boolean.FALSE.equals(row[0]));
        check(ScalarFunction.IS_NOT_FALSE, List.of(BOOL), row -> !Boolean.FALSE.equals(row[0]));
        for (Field field : ALL) {
            check(ScalarFunction.IS_NULL, List.of(field), row -> row[0] == null);
            check(ScalarFunction.IS_NOT_NULL, List.of(field), row -> row[0] != null);
        }
    }

    @Test
    void caseTakesTheFirstBranchThatHolds() {
        for (Field field : ALL) {
            new KernelCheck(memory)
                    .check(ScalarFunction.CASE, field, List.of(BOOL, field, BOOL, field, field), LogicTest::choose);
        }
    }

    private static Object choose(Object[] row) {
        return Boolean.TRUE.equals(row[0]) ? row[1] : Boolean.TRUE.equals(row[2]) ? row[3] : row[4];
    }

    @Test
    void decidedRowsAreNotEvaluatedAgain() {
        // 10 / c1 raises an error where c1 is zero.
        List<Object> divisors = Arrays.asList(0, 5, 0, 1, null);
        Expression column = Expressions.column(0, INT32);
        Expression zero = find(ScalarFunction.EQUAL, BOOL, column, Expressions.literal(INT32, 0));
        Expression quotient = find(ScalarFunction.DIVIDE, INT32, Expressions.literal(INT32, 10), column);
        Expression large = find(ScalarFunction.GREATER, BOOL, quotient, Expressions.literal(INT32, 5));
        Expression notZero = find(ScalarFunction.NOT, BOOL, zero);
        Expression none = Expressions.literal(INT32, null);
        try (Batch batch = new Batch(List.of(memory.vector(INT32, divisors)), 5, Selection.all(5))) {
            assertThat(evaluate(find(ScalarFunction.OR, BOOL, zero, large), batch))
                    .containsExactly(true, false, true, true, null);
            assertThat(evaluate(find(ScalarFunction.AND, BOOL, notZero, large), batch))
                    .containsExactly(false, false, false, true, null);
            assertThat(evaluate(find(ScalarFunction.CASE, INT32, zero, none, quotient), batch))
                    .containsExactly(null, 2, null, 10, null);
            Condition or = (Condition) find(ScalarFunction.OR, BOOL, zero, large);
            assertThat(or.select(batch, batch.selection(), memory.context()).size())
                    .isEqualTo(3);
        }
    }

    private List<Object> evaluate(Expression expression, Batch batch) {
        List<Object> values = new ArrayList<>();
        try (FieldVector result = expression.evaluate(batch, batch.selection(), memory.context())) {
            for (int row = 0; row < batch.length(); row++) {
                values.add(Vectors.get(result, row));
            }
        }
        return values;
    }

    private static Expression find(ScalarFunction function, Field result, Expression... arguments) {
        return Kernels.find(function, result, List.of(arguments)).orElseThrow();
    }

    private void check(ScalarFunction function, List<Field> arguments, Function<Object[], Object> reference) {
        new KernelCheck(memory).check(function, BOOL, arguments, reference);
    }
}
