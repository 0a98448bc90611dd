package org.lancesql.execution.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Batch;
import org.lancesql.execution.RandomValues;
import org.lancesql.execution.ReferenceOrder;
import org.lancesql.execution.Selection;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.Vectors;

class GatherTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final Random random = new Random(11);

    @Test
    void copiesEachTypeFromAnywhereAndGivesNullsForNoRow() {
        RandomValues values = new RandomValues(random);
        List<Field> fields = new ArrayList<>(ALL);
        fields.add(new Field("n", FieldType.nullable(ArrowType.Null.INSTANCE), null));
        for (int round = 0; round < 10; round++) {
            List<Batch> batches = new ArrayList<>();
            for (int size : List.of(50, 1, 200)) {
                List<FieldVector> columns = new ArrayList<>();
                for (Field field : fields) {
                    boolean isNull = field.getType() instanceof ArrowType.Null;
                    columns.add(memory.vector(
                            field,
                            values.column(isNull ? BOOL : field, size).stream()
                                    .map(value -> isNull ? null : value)
                                    .toList()));
                }
                batches.add(new Batch(columns, size, Selection.all(size)));
            }
            checkGather(fields, batches, round % 2 == 0);
            batches.forEach(Batch::close);
        }
    }

    private void checkGather(List<Field> fields, List<Batch> batches, boolean withoutRow) {
        long[] addresses = new long[300];
        for (int i = 0; i < addresses.length; i++) {
            int batch = random.nextInt(batches.size());
            addresses[i] = withoutRow && random.nextInt(9) == 0
                    ? RowAddress.NONE
                    : RowAddress.of(batch, random.nextInt(batches.get(batch).length()));
        }
        try (Batch result = new Gather(fields, batches).gather(addresses, 10, 290, memory.allocator())) {
            assertThat(result.rowCount()).isEqualTo(280);
            for (int c = 0; c < fields.size(); c++) {
                assertThat(result.column(c).getField().getType())
                        .isEqualTo(fields.get(c).getType());
                for (int i = 0; i < 280; i++) {
                    long from = addresses[10 + i];
                    Object expected = from == RowAddress.NONE
                            ? null
                            : Vectors.get(batches.get(RowAddress.batch(from)).column(c), RowAddress.position(from));
                    Object actual = Vectors.get(result.column(c), i);
                    assertThat(ReferenceOrder.same(actual, expected))
                            .as("%s, row %s: %s instead of %s", fields.get(c), i, actual, expected)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void givesFewerRowsWhenTheirBytesDoNotFitOneVector() {
        byte[] large = new byte[4 << 20];
        large[5] = 7;
        try (Batch batch = new Batch(List.of(memory.vector(BINARY, List.of(large, large))), 2, Selection.all(2))) {
            long[] addresses = new long[40];
            try (Batch result =
                    new Gather(List.of(BINARY), List.of(batch)).gather(addresses, 0, 40, memory.allocator())) {
                assertThat(result.rowCount()).isEqualTo(16);
                assertThat(Vectors.getBytes(result.column(0), 15)[5]).isEqualTo((byte) 7);
            }
        }
    }
}
