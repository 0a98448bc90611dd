package org.lancesql.mutation.pending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.compare.Range;
import org.apache.arrow.vector.compare.RangeEqualsVisitor;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lancesql.storage.ArrowMemory;

class VectorRowsTest {
    private static final int ROWS = 1_000;

    private final Random random = new Random(20_261_121);

    static Stream<Field> fields() {
        List<ArrowType> flat = List.of(
                new ArrowType.Null(),
                new ArrowType.Bool(),
                new ArrowType.Int(8, true),
                new ArrowType.Int(16, false),
                new ArrowType.Int(64, true),
                new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
                new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
                new ArrowType.Decimal(20, 3, 128),
                new ArrowType.Decimal(50, 3, 256),
                new ArrowType.Date(DateUnit.DAY),
                new ArrowType.Time(TimeUnit.MICROSECOND, 64),
                new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC"),
                new ArrowType.Duration(TimeUnit.SECOND),
                new ArrowType.Interval(IntervalUnit.YEAR_MONTH),
                new ArrowType.FixedSizeBinary(16),
                new ArrowType.Utf8(),
                new ArrowType.LargeUtf8(),
                new ArrowType.Binary(),
                new ArrowType.LargeBinary());
        Field text = Field.nullable("text", new ArrowType.Utf8());
        Field flag = Field.nullable("flag", new ArrowType.Bool());
        Field struct = nested("struct", new ArrowType.Struct(), text, flag, nested("of", new ArrowType.List(), flag));
        Field key = new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null);
        Field entries = new Field(
                "entries",
                FieldType.notNullable(new ArrowType.Struct()),
                List.of(key, nested("value", new ArrowType.List(), text)));
        return Stream.concat(
                flat.stream().map(type -> Field.nullable("c", type)),
                Stream.of(
                        struct,
                        nested("list", new ArrowType.List(), text),
                        nested("list of structs", new ArrowType.List(), struct),
                        nested("large list", new ArrowType.LargeList(), flag),
                        nested(
                                "vector",
                                new ArrowType.FixedSizeList(5),
                                Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))),
                        nested("vector of structs", new ArrowType.FixedSizeList(3), struct),
                        nested("map", new ArrowType.Map(false), entries)));
    }

    private static Field nested(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void rowsOfEveryTypeStayWhatTheyAre(Field field) {
        try (ArrowMemory memory = ArrowMemory.withLimit(1L << 28);
                BufferAllocator other = memory.newChild("other");
                FieldVector vector = field.createVector(memory.root())) {
            fill(vector, ROWS);
            int from = 1 + random.nextInt(100);
            try (FieldVector slice = VectorRows.slice(vector, from, 500, other)) {
                requireRows(vector, IntStream.range(from, from + 500).toArray(), slice);
                try (FieldVector sliceOfSlice = VectorRows.slice(slice, 13, 77, other);
                        FieldVector copy = VectorRows.copy(List.of(slice, sliceOfSlice, slice), other)) {
                    requireRows(vector, IntStream.range(from + 13, from + 90).toArray(), sliceOfSlice);
                    requireRows(
                            vector,
                            IntStream.concat(
                                            IntStream.range(from, from + 500),
                                            IntStream.concat(
                                                    IntStream.range(from + 13, from + 90),
                                                    IntStream.range(from, from + 500)))
                                    .toArray(),
                            copy);
                }
            }
            int[] some = IntStream.range(0, ROWS)
                    .filter(row -> random.nextInt(5) > 1)
                    .toArray();
            for (int[] positions :
                    new int[][] {some, {}, {ROWS - 1}, IntStream.range(0, ROWS).toArray()}) {
                try (FieldVector picked = VectorRows.pick(vector, positions, positions.length, other)) {
                    requireRows(vector, positions, picked);
                }
            }
        }
    }

    private static void requireRows(FieldVector expected, int[] positions, FieldVector actual) {
        assertThat(actual.getField()).isEqualTo(expected.getField());
        assertThat(actual.getValueCount()).isEqualTo(positions.length);
        RangeEqualsVisitor equal = new RangeEqualsVisitor(expected, actual);
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            if (!equal.rangeEquals(new Range(positions[i], i, 1))) {
                wrong.add(i);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void fill(FieldVector vector, int rows) {
        if (vector instanceof NullVector) {
            vector.setValueCount(rows);
            return;
        }
        vector.setInitialCapacity(rows);
        vector.allocateNew();
        if (vector instanceof FixedSizeListVector list) {
            fill(list.getDataVector(), rows * list.getListSize());
        } else if (vector instanceof StructVector struct) {
            struct.getChildrenFromFields().forEach(child -> fill(child, rows));
        } else if (vector instanceof ListVector list) {
            fillLists(list, rows);
        } else if (vector instanceof LargeListVector list) {
            fillLists(list, rows);
        }
        for (int row = 0; row < rows; row++) {
            if (!vector.getField().isNullable() || random.nextInt(4) > 0) {
                fillRow(vector, row);
            }
        }
        vector.setValueCount(rows);
    }

    private void fillRow(FieldVector vector, int row) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        if (vector instanceof BitVector bits) {
            bits.setSafe(row, random.nextInt(2));
        } else if (vector instanceof BaseFixedWidthVector fixed) {
            byte[] value = new byte[fixed.getTypeWidth()];
            random.nextBytes(value);
            fixed.getDataBuffer().setBytes((long) row * value.length, value);
            fixed.setIndexDefined(row);
        } else if (vector instanceof BaseVariableWidthVector variable) {
            variable.setSafe(row, bytes);
        } else if (vector instanceof BaseLargeVariableWidthVector variable) {
            variable.setSafe(row, bytes);
        } else if (vector instanceof FixedSizeListVector list) {
            list.setNotNull(row);
        } else if (vector instanceof StructVector struct) {
            struct.setIndexDefined(row);
        }
    }

    private void fillLists(ListVector list, int rows) {
        List<Integer> lengths = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            lengths.add(random.nextInt(4));
        }
        fill(list.getDataVector(), lengths.stream().mapToInt(Integer::intValue).sum());
        int at = 0;
        for (int row = 0; row < rows; row++) {
            list.getOffsetBuffer().setInt(4L * row, at);
            at += lengths.get(row);
            list.getOffsetBuffer().setInt(4L * row + 4, at);
            setDefinedOrEmpty(list, row);
        }
        list.setLastSet(rows - 1);
    }

    private void fillLists(LargeListVector list, int rows) {
        List<Integer> lengths = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            lengths.add(random.nextInt(4));
        }
        fill(list.getDataVector(), lengths.stream().mapToInt(Integer::intValue).sum());
        long at = 0;
        for (int row = 0; row < rows; row++) {
            list.getOffsetBuffer().setLong(8L * row, at);
            at += lengths.get(row);
            list.getOffsetBuffer().setLong(8L * row + 8, at);
            setDefinedOrEmpty(list, row);
        }
        list.setLastSet(rows - 1);
    }

    /** Nulls may have items, as in memory that other programs write. */
    private void setDefinedOrEmpty(FieldVector list, int row) {
        if (random.nextInt(4) > 0) {
            BitVectorHelper.setBit(list.getValidityBuffer(), row);
        }
    }
}
