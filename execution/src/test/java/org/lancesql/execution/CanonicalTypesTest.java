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
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
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
        for (Field field : List.of(BOOL, INT64, DOUBLE, TEXT, decimal(38, 2), TIMESTAMP_NANO)) {
            roundTrip(field.getType(), new RandomValues(new Random(1)).value(field));
        }
    }

    private void roundTrip(ArrowType type, Object... values) {
        Field stored = Field.nullable("c", type);
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
            assertThat(read.getField().getType()).isEqualTo(canonical.getType());
            assertThat(read.getValueCount()).isEqualTo(column.size() + 1);
            for (int row = 0; row < read.getValueCount(); row++) {
                Object expected = column.get(row % column.size());
                assertThat(Objects.deepEquals(Vectors.get(read, row), expected))
                        .as("%s, row %s", type, row)
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
    }

    private void assertRefused(ArrowType type, Object value, Reason reason, String message) {
        Field stored = Field.nullable("price", type);
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
        Field list = new Field("l", FieldType.nullable(ArrowType.List.INSTANCE), List.of(INT32));
        for (Field field : List.of(dictionary, list, field(new ArrowType.Decimal(50, 2, 256)))) {
            assertThat(CanonicalTypes.isSupported(field)).isFalse();
            assertThatThrownBy(() -> CanonicalTypes.canonical(field)).hasMessageContaining("not supported");
        }
    }
}
