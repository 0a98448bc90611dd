package org.lancesql.execution.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.operator.BatchSource;
import org.lancesql.execution.operator.OperatorCheck;

class CorrelateOperatorTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final OperatorCheck check = new OperatorCheck(memory, new Random(20_260_406));

    /** The right side of a row: as many rows as its number says, of the number and its text. */
    private static List<List<Object>> opened(List<Object> values) {
        List<List<Object>> rows = new ArrayList<>();
        int count = values.get(0) == null ? 0 : Math.floorMod((Byte) values.get(0), 4);
        for (int i = 0; i < count; i++) {
            rows.add(Arrays.asList(i, values.get(1)));
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinKind.class,
            names = {"INNER", "LEFT", "SEMI", "ANTI"})
    void givesWhatAReferenceGives(JoinKind kind) {
        List<Field> left = List.of(TEXT, INT8, DOUBLE);
        List<Field> right = List.of(INT32, TEXT);
        for (int rightBatch : OperatorCheck.BATCH_SIZES) {
            check.random(
                    kind + " correlate",
                    List.of(left),
                    (inputs, context) -> new CorrelateOperator(
                            inputs.get(0),
                            new int[] {1, 0},
                            values -> new BatchSource(memory, right, opened(values), rightBatch, true),
                            kind,
                            right,
                            context),
                    inputs -> expected(inputs.get(0), kind));
        }
    }

    private static List<List<Object>> expected(List<List<Object>> rows, JoinKind kind) {
        List<List<Object>> expected = new ArrayList<>();
        for (List<Object> row : rows) {
            List<List<Object>> matches = opened(Arrays.asList(row.get(1), row.get(0)));
            if (kind == JoinKind.SEMI || kind == JoinKind.ANTI) {
                if (matches.isEmpty() == (kind == JoinKind.ANTI)) {
                    expected.add(row);
                }
                continue;
            }
            if (matches.isEmpty() && kind == JoinKind.LEFT) {
                matches.add(Arrays.asList(null, null));
            }
            for (List<Object> match : matches) {
                List<Object> joined = new ArrayList<>(row);
                joined.addAll(match);
                expected.add(joined);
            }
        }
        return expected;
    }

    @Test
    void failureOfTheRightSideClosesBoth() {
        BatchSource left = new BatchSource(memory, List.of(INT32), List.of(List.of(1), List.of(2)), 2, false);
        List<BatchSource> opened = new ArrayList<>();
        try (CorrelateOperator operator = new CorrelateOperator(
                left,
                new int[] {0},
                values -> {
                    opened.add(new BatchSource(
                                    memory, List.of(INT32), List.of(List.of(3), List.of(4), List.of(5)), 1, false)
                            .failingAfter(opened.size() + 1));
                    return opened.get(opened.size() - 1);
                },
                JoinKind.INNER,
                List.of(INT32),
                memory.context())) {
            assertThatThrownBy(operator::next).hasMessage("the input failed");
        }
        assertThat(left.closed).isTrue();
        assertThat(opened).allMatch(source -> source.closed);
    }

    @Test
    void joinThatKeepsTheRightSideIsRefused() {
        BatchSource left = new BatchSource(memory, List.of(INT32), List.of(), 2, false);
        assertThatThrownBy(() -> new CorrelateOperator(
                        left, new int[0], values -> left, JoinKind.FULL, List.of(INT32), memory.context()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
