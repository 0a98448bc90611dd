package org.lancesql.execution.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Batch;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.Vectors;

class UnnestOperatorTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final OperatorCheck check = new OperatorCheck(memory, new Random(20_260_405));

    @Test
    void listsOfAnyTypeGiveARowForEachItem() {
        for (Field item : ALL) {
            for (boolean keepsEmpty : new boolean[] {false, true}) {
                List<Field> fields = List.of(INT32, list(item));
                check.random(
                        "items of " + item,
                        List.of(fields),
                        (inputs, context) ->
                                new UnnestOperator(inputs.get(0), 1, keepsEmpty, true, List.of(item, INT32), context),
                        inputs -> items(inputs.get(0), keepsEmpty));
            }
        }
    }

    private static List<List<Object>> items(List<List<Object>> rows, boolean keepsEmpty) {
        List<List<Object>> expected = new ArrayList<>();
        for (List<Object> row : rows) {
            List<?> items = row.get(1) == null ? List.of() : (List<?>) row.get(1);
            for (int i = 0; i < items.size(); i++) {
                expected.add(Arrays.asList(row.get(0), row.get(1), items.get(i), i + 1));
            }
            if (items.isEmpty() && keepsEmpty) {
                expected.add(Arrays.asList(row.get(0), row.get(1), null, null));
            }
        }
        return expected;
    }

    @Test
    void structsAndEntriesOfMapsBecomeColumns() {
        Field structs = list(struct(TEXT, INT8));
        List<List<Object>> rows = List.of(
                List.of(Arrays.asList(Map.of("a", "x", "b", (byte) 1), null)), List.of(List.of(Map.of("a", "y"))));
        assertThat(BatchSource.drain(new UnnestOperator(
                                new BatchSource(memory, List.of(structs), rows, 7, false),
                                0,
                                false,
                                false,
                                List.of(TEXT, INT8),
                                memory.context()))
                        .stream()
                        .map(row -> row.subList(1, 3))
                        .toList())
                .containsExactly(Arrays.asList("x", (byte) 1), Arrays.asList(null, null), Arrays.asList("y", null));
        Field entries = map(TEXT, INT32);
        assertThat(BatchSource.drain(new UnnestOperator(
                                new BatchSource(memory, List.of(entries), List.of(List.of(Map.of("k", 5))), 7, false),
                                0,
                                false,
                                false,
                                List.of(TEXT, INT32),
                                memory.context()))
                        .get(0)
                        .subList(1, 3))
                .isEqualTo(List.of("k", 5));
    }

    @Test
    void manyItemsComeInSeveralBatches() {
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < 250; row++) {
            rows.add(List.of(Collections.nCopies(row, row)));
        }
        UnnestOperator operator = new UnnestOperator(
                new BatchSource(memory, List.of(list(INT32)), rows, 250, false),
                0,
                false,
                false,
                List.of(INT32),
                memory.context());
        List<Object> expected = new ArrayList<>();
        rows.forEach(row -> expected.addAll((List<?>) row.get(0)));
        List<Object> actual = new ArrayList<>();
        try (operator) {
            for (Batch next = operator.next(); next != null; next = operator.next()) {
                try (Batch batch = next) {
                    for (int i = 0; i < batch.rowCount(); i++) {
                        actual.add(
                                Vectors.get(batch.column(1), batch.selection().position(i)));
                    }
                }
            }
        }
        // 31,125 items, each beside the list that it is of: more than 4 million of these in a vector.
        assertThat(actual).isEqualTo(expected);
    }
}
