package org.lancesql.execution.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.TestMemory;

class GroupingSetsOperatorTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final OperatorCheck check = new OperatorCheck(memory, new Random(20_260_402));

    @Test
    void rowsComeOncePerSetWithItsKeysAndNumber() {
        List<boolean[]> sets =
                List.of(new boolean[] {true, true}, new boolean[] {false, true}, new boolean[] {false, false});
        for (Field field : ALL) {
            List<Field> fields = List.of(INT64, field, TEXT);
            for (int count : OperatorCheck.ROW_COUNTS) {
                List<List<Object>> rows = check.randomRows(fields, count);
                for (int batchSize : OperatorCheck.BATCH_SIZES) {
                    List<List<Object>> actual = BatchSource.drain(new GroupingSetsOperator(
                            new BatchSource(memory, fields, rows, batchSize, true),
                            new int[] {1, 2},
                            sets,
                            List.of(field, TEXT, INT32),
                            memory.context()));
                    // Batches come once per set, so that the order of rows depends on the size of batches.
                    assertThat(OperatorCheck.sorted(actual)).isEqualTo(OperatorCheck.sorted(expected(rows, sets)));
                }
            }
        }
    }

    private static List<List<Object>> expected(List<List<Object>> rows, List<boolean[]> sets) {
        List<List<Object>> expected = new ArrayList<>();
        for (int set = 0; set < sets.size(); set++) {
            for (List<Object> row : rows) {
                List<Object> expanded = new ArrayList<>(row);
                expanded.add(sets.get(set)[0] ? row.get(1) : null);
                expanded.add(sets.get(set)[1] ? row.get(2) : null);
                expanded.add(set);
                expected.add(expanded);
            }
        }
        return expected;
    }

    @Test
    void otherInputIsReadOnlyWhereTheFirstHasNoRows() {
        List<Field> fields = List.of(INT32);
        BatchSource other = new BatchSource(memory, fields, List.of(List.of(7)), 1, false);
        assertThat(BatchSource.drain(
                        new OtherwiseOperator(new BatchSource(memory, fields, List.of(), 1, false), () -> other)))
                .containsExactly(List.of(7));
        assertThat(other.closed).isTrue();
        BatchSource first = new BatchSource(memory, fields, List.of(List.of(1), List.of(2)), 1, false);
        assertThat(BatchSource.drain(new OtherwiseOperator(first, () -> {
                    throw new AssertionError("opened");
                })))
                .containsExactly(List.of(1), List.of(2));
        assertThat(first.closed).isTrue();
    }
}
