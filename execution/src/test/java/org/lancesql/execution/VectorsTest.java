package org.lancesql.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VectorsTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void valuesAreReadAsTheyWereWritten() {
        RandomValues random = new RandomValues(new Random(1));
        for (Field field : ALL) {
            List<Object> values = random.column(field, 5_000);
            try (FieldVector vector = Vectors.create(field, memory.allocator(), 10)) {
                for (int row = 0; row < values.size(); row++) {
                    Vectors.set(vector, row, values.get(row));
                }
                vector.setValueCount(values.size());
                assertValues(vector, values);
                try (FieldVector shared = Vectors.share(vector)) {
                    vector.clear();
                    assertValues(shared, values);
                }
            }
        }
    }

    private static void assertValues(FieldVector vector, List<?> values) {
        for (int row = 0; row < values.size(); row++) {
            Object value = Vectors.get(vector, row);
            assertThat(ReferenceOrder.same(value, values.get(row)))
                    .as("%s, row %s: %s instead of %s", vector.getField(), row, value, values.get(row))
                    .isTrue();
        }
    }

    @Test
    void nestedValuesAreCarried() {
        Field list = new Field("l", FieldType.nullable(ArrowType.List.INSTANCE), List.of(INT32));
        Field struct = new Field(
                "s",
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                List.of(Field.nullable("a", INT64.getType()), Field.nullable("b", TEXT.getType())));
        Field entries = new Field(
                "entries",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(Field.notNullable("key", TEXT.getType()), Field.nullable("value", DATE.getType())));
        Field map = new Field("m", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("a", 7L);
        members.put("b", null);
        Map<String, Object> dates = new LinkedHashMap<>();
        dates.put("x", java.time.LocalDate.EPOCH);
        dates.put("y", null);
        assertCarried(list, Arrays.asList(List.of(1, 2), null, List.of(), Arrays.asList(3, null)));
        assertCarried(struct, Arrays.asList(members, null, members));
        assertCarried(map, Arrays.asList(dates, null, Map.of(), dates));
    }

    private void assertCarried(Field field, List<?> values) {
        try (FieldVector vector = memory.vector(field, values);
                FieldVector shared = Vectors.share(vector)) {
            assertValues(vector, values);
            assertValues(shared, values);
        }
    }

    @Test
    void nullsHaveAType() {
        try (FieldVector vector =
                memory.vector(Field.nullable("n", ArrowType.Null.INSTANCE), Arrays.asList(null, null))) {
            assertThat(Vectors.get(vector, 1)).isNull();
        }
    }
}
