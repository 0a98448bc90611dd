package org.lancesql.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.*;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.EvaluationException.Reason;

class CanonicalTypesTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void storedValuesSurviveTheWayThroughTheCanonicalType() {
        roundTrip(new ArrowType.Int(8, false), (short) 0, (short) 255);
        roundTrip(new ArrowType.Int(16, false), 0, 65_535);
        roundTrip(new ArrowType.Int(32, false), 0L, 4_294_967_295L);
        roundTrip(new ArrowType.Int(64, false), BigDecimal.ZERO, new BigDecimal("18446744073709551615"));
        roundTrip(new ArrowType.FloatingPoint(FloatingPointPrecision.HALF), 0.5f, Float.NaN, -65_504f);
        roundTrip(ArrowType.LargeUtf8.INSTANCE, "", "é😀");
        roundTrip(ArrowType.LargeBinary.INSTANCE, new byte[0], new byte[] {1, -1});
        roundTrip(new ArrowType.FixedSizeBinary(2), new byte[] {1, -1});
        roundTrip(new ArrowType.Date(DateUnit.MILLISECOND), LocalDate.of(1969, 12, 31), LocalDate.of(2024, 2, 29));
        roundTrip(new ArrowType.Time(TimeUnit.SECOND, 32), LocalTime.of(23, 59, 59));
        roundTrip(new ArrowType.Timestamp(TimeUnit.SECOND, null), LocalDateTime.of(1969, 12, 31, 23, 59, 59));
        roundTrip(new ArrowType.Timestamp(TimeUnit.SECOND, "+02:00"), Instant.ofEpochSecond(-1));
        roundTrip(new ArrowType.Timestamp(TimeUnit.NANOSECOND, "Europe/Berlin"), Instant.ofEpochSecond(1, 1));
        roundTrip(new ArrowType.Duration(TimeUnit.SECOND), 0L, -3_000L);
        for (Field field : ALL) {
            roundTrip(field, new RandomValues(new Random(1)).column(field, 20).toArray());
        }
    }

    @Test
    void nestedValuesSurviveTheWayThroughTheCanonicalType() {
        Field small = field(new ArrowType.Int(8, false));
        roundTrip(nested("c", true, ArrowType.List.INSTANCE, renamed(small, "element", false)), List.of((short) 255));
        roundTrip(large(field(ArrowType.LargeUtf8.INSTANCE)), List.of("", "é"), List.of(), Arrays.asList("a", null));
        roundTrip(large(large(small)), List.of(List.of((short) 1, (short) 2), List.of(), List.of((short) 3)));
        roundTrip(vector(2, FLOAT), List.of(1f, 2f), Arrays.asList(null, -0f), List.of(Float.NaN, 3f));
        roundTrip(vector(1, field(new ArrowType.FloatingPoint(FloatingPointPrecision.HALF))), List.of(0.5f));
        roundTrip(vector(2, vector(2, BOOL)), List.of(List.of(true, false), Arrays.asList(null, true)));
        roundTrip(vector(2, struct(INT32, field(ArrowType.LargeUtf8.INSTANCE))), List.of(row(1, "x"), row(null, "y")));
        roundTrip(
                nested(
                        "c",
                        true,
                        ArrowType.Struct.INSTANCE,
                        renamed(field(new ArrowType.Timestamp(TimeUnit.SECOND, null)), "a", false),
                        renamed(vector(2, INT32), "b", false)),
                row(LocalDateTime.of(2024, 2, 29, 0, 0), List.of(1, 2)));
        roundTrip(
                map(field(ArrowType.LargeUtf8.INSTANCE), vector(1, small)), Map.of("k", List.of((short) 7)), Map.of());
        Field months = new Field(
                "c",
                new FieldType(
                        true,
                        INT32.getType(),
                        null,
                        Map.of(CanonicalTypes.TYPE_METADATA, CanonicalTypes.YEAR_TO_MONTH)),
                null);
        roundTrip(months, 14, -1);
        roundTrip(list(months), List.of(14, -1));
    }

    @Test
    void memberOfANullStructHasAValueWhereItsFieldWantsOne() {
        Field stored = nested(
                "c",
                true,
                ArrowType.Struct.INSTANCE,
                renamed(TEXT, "a", false),
                renamed(INT32, "b", false),
                renamed(vector(2, renamed(INT32, "item", false)), "v", false),
                renamed(list(INT32), "l", false),
                nested("s", false, ArrowType.Struct.INSTANCE, renamed(BOOL, "x", false), renamed(DATE, "y", true)));
        try (FieldVector nulls = memory.vector(CanonicalTypes.canonical(stored), Arrays.asList(null, null));
                FieldVector target = stored.createVector(memory.allocator())) {
            target.allocateNew();
            CanonicalTypes.toStored(nulls, Selection.all(2), target, 0);
            assertThat(target.getNullCount()).isEqualTo(2);
            assertNoNullsWhereForbidden(target);
        }
    }

    private static void assertNoNullsWhereForbidden(FieldVector vector) {
        for (FieldVector child : vector.getChildrenFromFields()) {
            if (!child.getField().isNullable()) {
                assertThat(child.getNullCount()).as("%s", child.getField()).isZero();
            }
            assertNoNullsWhereForbidden(child);
        }
    }

    private static Field large(Field item) {
        return nested("c", true, ArrowType.LargeList.INSTANCE, renamed(item, "item", true));
    }

    private static Field vector(int size, Field item) {
        return nested("c", true, new ArrowType.FixedSizeList(size), renamed(item, "item", item.isNullable()));
    }

    private static Map<String, Object> row(@Nullable Object a, @Nullable Object b) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("a", a);
        members.put("b", b);
        return members;
    }

    @Test
    void memoryOfVectorsAndLargeTextIsNotCopied() {
        FieldVector floats = vector(2, FLOAT).createVector(memory.allocator());
        FieldVector texts = Field.nullable("t", ArrowType.LargeUtf8.INSTANCE).createVector(memory.allocator());
        try (FieldVector lists = memory.vector(list(FLOAT), List.of(List.of(1f, 2f), List.of(3f, 4f)));
                FieldVector strings = memory.vector(TEXT, List.of("abc", "d"))) {
            CanonicalTypes.toStored(lists, Selection.all(2), floats, 0);
            CanonicalTypes.toStored(strings, Selection.all(2), texts, 0);
        }
        long items = floats.getChildrenFromFields().get(0).getDataBufferAddress();
        long bytes = texts.getDataBufferAddress();
        try (FieldVector list = CanonicalTypes.toCanonical(floats, memory.allocator());
                FieldVector text = CanonicalTypes.toCanonical(texts, memory.allocator())) {
            assertThat(list.getChildrenFromFields().get(0).getDataBufferAddress())
                    .isEqualTo(items);
            assertThat(text.getDataBufferAddress()).isEqualTo(bytes);
            assertThat(Vectors.get(list, 1)).isEqualTo(List.of(3f, 4f));
            assertThat(Vectors.get(text, 0)).isEqualTo("abc");
        }
    }

    @Test
    void emptyBatchesHaveTheCanonicalType() {
        for (Field stored : List.of(vector(2, FLOAT), large(TEXT), field(ArrowType.LargeUtf8.INSTANCE))) {
            try (FieldVector read =
                    CanonicalTypes.toCanonical(stored.createVector(memory.allocator()), memory.allocator())) {
                assertThat(CanonicalTypes.haveSameType(read.getField(), CanonicalTypes.canonical(stored)))
                        .isTrue();
                assertThat(read.getValueCount()).isZero();
            }
        }
    }

    private void roundTrip(ArrowType type, Object... values) {
        roundTrip(Field.nullable("c", type), values);
    }

    private void roundTrip(Field stored, Object... values) {
        assertThat(CanonicalTypes.isSupported(stored)).isTrue();
        Field canonical = CanonicalTypes.canonical(stored);
        assertThat(CanonicalTypes.canonical(canonical)).isSameAs(canonical);
        List<Object> column = new ArrayList<>(Arrays.asList(values));
        column.add(null);
        FieldVector written = stored.createVector(memory.allocator());
        try (FieldVector vector = memory.vector(canonical, column)) {
            written.allocateNew();
            CanonicalTypes.toStored(vector, Selection.all(column.size()), written, 0);
            CanonicalTypes.toStored(vector, Selection.of(new int[] {0}, 1), written, column.size());
        }
        try (FieldVector read = CanonicalTypes.toCanonical(written, memory.allocator())) {
            assertThat(CanonicalTypes.haveSameType(read.getField(), canonical))
                    .as("%s", read.getField())
                    .isTrue();
            assertThat(read.getField().getMetadata()).isEqualTo(stored.getMetadata());
            assertThat(read.getValueCount()).isEqualTo(column.size() + 1);
            for (int row = 0; row < read.getValueCount(); row++) {
                Object expected = column.get(row % column.size());
                assertThat(ReferenceOrder.same(Vectors.get(read, row), expected))
                        .as("%s, row %s: %s instead of %s", stored, row, Vectors.get(read, row), expected)
                        .isTrue();
            }
        }
    }

    @Test
    void canonicalVectorIsNotCopied() {
        FieldVector vector = memory.vector(INT32, List.of(1));
        try (FieldVector same = CanonicalTypes.toCanonical(vector, memory.allocator())) {
            assertThat(same).isSameAs(vector);
        }
    }

    @Test
    void valuesThatDoNotFitNameTheColumn() {
        assertRefused(new ArrowType.Int(8, false), (short) 256, Reason.NUMERIC_OUT_OF_RANGE, "0 to 255");
        assertRefused(new ArrowType.Int(32, false), -1L, Reason.NUMERIC_OUT_OF_RANGE, "-1");
        assertRefused(new ArrowType.Int(64, false), new BigDecimal("-1"), Reason.NUMERIC_OUT_OF_RANGE, "-1");
        assertRefused(
                new ArrowType.FloatingPoint(FloatingPointPrecision.HALF), 1e6f, Reason.NUMERIC_OUT_OF_RANGE, "65504");
        assertRefused(new ArrowType.FixedSizeBinary(2), new byte[3], Reason.STRING_TOO_LONG, "2 bytes");
        assertRefused(
                vector(3, FLOAT),
                List.of(1f, 2f),
                Reason.INVALID_ARGUMENT,
                "Column price takes lists of 3 items, not 2");
        assertRefused(
                list(field(new ArrowType.Int(8, false))),
                List.of((short) -1),
                Reason.NUMERIC_OUT_OF_RANGE,
                "Column price (item) cannot hold -1; its range is 0 to 255");
        assertRefused(
                nested("c", true, ArrowType.Struct.INSTANCE, renamed(INT32, "a", false)),
                row(null, null),
                Reason.NULL_NOT_ALLOWED,
                "Column price (a) is NOT NULL but got a null");
    }

    private void assertRefused(ArrowType type, Object value, Reason reason, String message) {
        assertRefused(field(type), value, reason, message);
    }

    private void assertRefused(Field type, Object value, Reason reason, String message) {
        Field stored = renamed(type, "price", true);
        try (FieldVector vector = memory.vector(CanonicalTypes.canonical(stored), List.of(value));
                FieldVector target = stored.createVector(memory.allocator())) {
            target.allocateNew();
            assertThatThrownBy(() -> CanonicalTypes.toStored(vector, Selection.all(1), target, 0))
                    .hasMessageContaining("price")
                    .hasMessageContaining(message)
                    .isInstanceOfSatisfying(
                            EvaluationException.class,
                            e -> assertThat(e.reason()).isEqualTo(reason));
        }
    }

    @Test
    void nullIsRefusedByANotNullColumn() {
        try (FieldVector vector = memory.vector(INT32, Arrays.asList((Object) null));
                FieldVector target = Field.notNullable("id", INT32.getType()).createVector(memory.allocator())) {
            assertThatThrownBy(() -> CanonicalTypes.toStored(vector, Selection.all(1), target, 0))
                    .hasMessage("Column id is NOT NULL but got a null");
        }
    }

    @Test
    void otherTypesAreNotSupported() {
        var encoding = new DictionaryEncoding(1, false, null);
        Field dictionary = new Field("d", new FieldType(true, INT32.getType(), encoding), null);
        Field wide = field(new ArrowType.Decimal(50, 2, 256));
        Field unreadable = new Field(
                "u",
                new FieldType(true, TEXT.getType(), null, Map.of(CanonicalTypes.UNREADABLE_METADATA, "why")),
                null);
        Field twice = nested("c", true, ArrowType.Struct.INSTANCE, INT32, TEXT);
        for (Field field : List.of(dictionary, wide, unreadable, twice, list(wide), struct(unreadable), struct())) {
            assertThat(CanonicalTypes.isSupported(field)).isFalse();
            assertThatThrownBy(() -> CanonicalTypes.canonical(field)).hasMessageContaining("not supported");
        }
    }
}
