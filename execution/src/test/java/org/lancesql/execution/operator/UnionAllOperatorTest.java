package org.lancesql.execution.operator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.*;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.TestMemory;

class UnionAllOperatorTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private BatchSource source(Object... values) {
        return new BatchSource(
                memory, List.of(INT32), List.of(values).stream().map(List::of).toList(), 2, false);
    }

    @Test
    void concatenatesAndOpensAnInputWhenTheOnesBeforeAreClosed() {
        BatchSource first = source(1, 2, 3);
        BatchSource last = source(2);
        UnionAllOperator union = new UnionAllOperator(
                List.of(INT32),
                List.of(() -> first, this::source, () -> {
                    assertThat(first.closed).isTrue();
                    return last;
                }),
                memory.context());
        assertThat(union.fields()).containsExactly(INT32);
        assertThat(BatchSource.drain(union)).containsExactly(List.of(1), List.of(2), List.of(3), List.of(2));
        assertThat(last.closed).isTrue();
    }

    @Test
    void closesTheOpenInputOnly() {
        BatchSource first = source(1, 2, 3);
        UnionAllOperator union = new UnionAllOperator(
                List.of(INT32),
                List.of(() -> first, () -> {
                    throw new AssertionError("opened");
                }),
                memory.context());
        requireNonNull(union.next()).close();
        union.close();
        assertThat(first.closed).isTrue();
        assertThat(union.next()).isNull();
    }

    @Test
    void passesOnTheFailureOfAnInput() {
        BatchSource failing = source(1, 2, 3).failingAfter(1);
        try (UnionAllOperator union = new UnionAllOperator(List.of(INT32), List.of(() -> failing), memory.context())) {
            requireNonNull(union.next()).close();
            assertThatThrownBy(union::next).hasMessage("the input failed");
        }
        assertThat(failing.closed).isTrue();
    }
}
