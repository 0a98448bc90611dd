package org.lancesql.execution.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.TestMemory;

class SetOperatorTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final OperatorCheck check = new OperatorCheck(memory, new Random(20_260_401));

    @ParameterizedTest
    @EnumSource(SetOperator.Kind.class)
    void givesWhatAReferenceGivesForEachType(SetOperator.Kind kind) {
        for (Field field : FLAT) {
            List<Field> fields = List.of(field);
            check.random(
                    kind + " of " + field,
                    List.of(fields, fields),
                    (inputs, context) -> new SetOperator(inputs.get(0), inputs.get(1), kind, fields, context),
                    inputs -> expected(kind, inputs.get(0), inputs.get(1)));
        }
        List<Field> several = List.of(BOOL, TEXT, INT8);
        check.random(
                kind + " of rows",
                List.of(several, several),
                (inputs, context) -> new SetOperator(inputs.get(0), inputs.get(1), kind, several, context),
                inputs -> expected(kind, inputs.get(0), inputs.get(1)));
    }

    private static List<List<Object>> expected(
            SetOperator.Kind kind, List<List<Object>> left, List<List<Object>> right) {
        List<List<Object>> rest = new ArrayList<>(OperatorCheck.normal(right));
        List<List<Object>> given = new ArrayList<>();
        for (List<Object> row : OperatorCheck.normal(left)) {
            boolean passes = switch (kind) {
                case INTERSECT -> rest.contains(row) && !given.contains(row);
                case EXCEPT -> !rest.contains(row) && !given.contains(row);
                case INTERSECT_ALL -> rest.remove(row);
                case EXCEPT_ALL -> !rest.remove(row);
            };
            if (passes) {
                given.add(row);
            }
        }
        return given;
    }

    @Test
    void lackOfMemoryAndFailureOfAnInputLeaveNothingBehind() {
        List<Field> fields = List.of(TEXT, INT64);
        List<List<Object>> rows = check.randomRows(fields, 3_000);
        boolean failed = false;
        for (long limit = 64; limit <= 1 << 22; limit *= 4) {
            try (BufferAllocator limited = memory.allocator().newChildAllocator("limited", 0, limit)) {
                ExecutionContext context = new ExecutionContext(
                        limited,
                        List.of(),
                        TestMemory.STARTED_AT,
                        java.time.ZoneOffset.UTC,
                        CancelToken.withoutTimeout());
                SetOperator operator = new SetOperator(
                        new BatchSource(memory, fields, rows, 50, false),
                        new BatchSource(memory, fields, rows, 50, false),
                        SetOperator.Kind.EXCEPT,
                        fields,
                        context);
                try {
                    BatchSource.drain(operator);
                } catch (OutOfMemoryException e) {
                    failed = true;
                }
            }
        }
        assertThat(failed).isTrue();
        BatchSource failing = new BatchSource(memory, fields, rows, 50, true).failingAfter(3);
        BatchSource other = new BatchSource(memory, fields, rows, 50, true);
        try (SetOperator operator =
                new SetOperator(failing, other, SetOperator.Kind.INTERSECT, fields, memory.context())) {
            assertThatThrownBy(() -> BatchSource.drain(operator)).hasMessage("the input failed");
        }
        assertThat(failing.closed).isTrue();
        assertThat(other.closed).isTrue();
    }
}
