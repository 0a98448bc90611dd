package org.lancesql.calcite.types;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.util.OversizedAllocationException;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.Vectors;

/**
 * Values in the form that Calcite's row operators use: days for dates, counts of the type's own unit for times and
 * timestamps and intervals, {@link BigDecimal}, {@link String}, {@link ByteString}, {@link java.util.UUID}, lists for arrays and rows.
 *
 * <p>Zero is read without its sign, so that hashing and sorting of rows agree with SQL, where -0.0 equals 0.0.
 */
public final class InternalValues {
    private InternalValues() {}

    /** The value in a slot of a canonical vector, or null. */
    public static @Nullable Object get(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof IntVector v) {
            return v.get(row);
        }
        if (vector instanceof BigIntVector v) {
            return v.get(row);
        }
        if (vector instanceof VarCharVector v) {
            return new String(v.get(row), StandardCharsets.UTF_8);
        }
        if (vector instanceof DecimalVector v) {
            return v.getObject(row);
        }
        if (vector instanceof Float8Vector v) {
            return v.get(row) + 0.0;
        }
        if (vector instanceof DateDayVector v) {
            return v.get(row);
        }
        if (vector instanceof TimeStampVector v) {
            return v.get(row);
        }
        return getRare(vector, row);
    }

    private static Object getRare(FieldVector vector, int row) {
        if (vector instanceof BitVector v) {
            return v.get(row) != 0;
        }
        if (vector instanceof SmallIntVector v) {
            return v.get(row);
        }
        if (vector instanceof TinyIntVector v) {
            return v.get(row);
        }
        if (vector instanceof Float4Vector v) {
            return v.get(row) + 0.0f;
        }
        if (vector instanceof VarBinaryVector v) {
            return new ByteString(v.get(row));
        }
        if (vector instanceof TimeMilliVector v) {
            return v.get(row);
        }
        if (vector instanceof TimeMicroVector v) {
            return v.get(row);
        }
        if (vector instanceof TimeNanoVector v) {
            return v.get(row);
        }
        if (vector instanceof IntervalYearVector v) {
            return v.get(row);
        }
        if (vector instanceof DurationVector v) {
            return DurationVector.get(v.getDataBuffer(), row);
        }
        return getNested(vector, row);
    }

    private static Object getNested(FieldVector vector, int row) {
        if (vector instanceof MapVector v) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            StructVector entries = (StructVector) v.getDataVector();
            for (int i = v.getElementStartIndex(row); i < v.getElementEndIndex(row); i++) {
                map.put(
                        get((FieldVector) entries.getChildByOrdinal(0), i),
                        get((FieldVector) entries.getChildByOrdinal(1), i));
            }
            return map;
        }
        if (vector instanceof ListVector v) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = v.getElementStartIndex(row); i < v.getElementEndIndex(row); i++) {
                list.add(get(v.getDataVector(), i));
            }
            return list;
        }
        if (vector instanceof StructVector v) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < v.size(); i++) {
                values.add(get((FieldVector) v.getChildByOrdinal(i), row));
            }
            return values;
        }
        if (vector instanceof FixedSizeBinaryVector) {
            return Objects.requireNonNull(Vectors.get(vector, row));
        }
        throw new IllegalArgumentException("No values of " + vector.getField());
    }

    /**
     * Puts a value into a slot, growing the vector as needed.
     *
     * @throws EvaluationException when a number does not fit the vector's type
     */
    public static void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            setNull(vector, row);
        } else if (vector instanceof IntVector v) {
            v.setSafe(row, ((Number) value).intValue());
        } else if (vector instanceof BigIntVector v) {
            v.setSafe(row, ((Number) value).longValue());
        } else if (vector instanceof VarCharVector v) {
            setText(v, row, value.toString());
        } else if (vector instanceof DecimalVector v) {
            setDecimal(v, row, value);
        } else if (vector instanceof Float8Vector v) {
            v.setSafe(row, ((Number) value).doubleValue());
        } else if (vector instanceof DateDayVector v) {
            v.setSafe(row, ((Number) value).intValue());
        } else if (vector instanceof TimeStampVector v) {
            v.setSafe(row, ((Number) value).longValue());
        } else if (vector instanceof BitVector v) {
            v.setSafe(row, (Boolean) value ? 1 : 0);
        } else {
            setRare(vector, row, value);
        }
    }

    private static void setText(VarCharVector vector, int row, String text) {
        try {
            vector.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
        } catch (OversizedAllocationException e) {
            throw new EvaluationException(
                    EvaluationException.Reason.STRING_TOO_LONG,
                    "A function makes more than 2 GB of text for one batch of rows",
                    e);
        }
    }

    private static void setRare(FieldVector vector, int row, Object value) {
        if (vector instanceof SmallIntVector v) {
            v.setSafe(row, ((Number) value).shortValue());
        } else if (vector instanceof TinyIntVector v) {
            v.setSafe(row, ((Number) value).byteValue());
        } else if (vector instanceof Float4Vector v) {
            v.setSafe(row, ((Number) value).floatValue());
        } else if (vector instanceof VarBinaryVector v) {
            v.setSafe(row, ((ByteString) value).getBytes());
        } else if (vector instanceof TimeMilliVector v) {
            v.setSafe(row, ((Number) value).intValue());
        } else if (vector instanceof TimeMicroVector v) {
            v.setSafe(row, ((Number) value).longValue());
        } else if (vector instanceof TimeNanoVector v) {
            v.setSafe(row, ((Number) value).longValue());
        } else if (vector instanceof IntervalYearVector v) {
            v.setSafe(row, ((Number) value).intValue());
        } else if (vector instanceof DurationVector v) {
            v.setSafe(row, ((Number) value).longValue());
        } else {
            setNested(vector, row, value);
        }
    }

    private static void setNull(FieldVector vector, int row) {
        if (vector instanceof NullVector) {
            return;
        }
        while (row >= vector.getValueCapacity()) {
            vector.reAlloc();
        }
        vector.setNull(row);
    }

    private static void setNested(FieldVector vector, int row, Object value) {
        if (vector instanceof MapVector v) {
            int start = v.startNewValue(row);
            StructVector entries = (StructVector) v.getDataVector();
            int i = start;
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                entries.setIndexDefined(i);
                set((FieldVector) entries.getChildByOrdinal(0), i, entry.getKey());
                set((FieldVector) entries.getChildByOrdinal(1), i, entry.getValue());
                i++;
            }
            v.endValue(row, i - start);
        } else if (vector instanceof ListVector v) {
            int start = v.startNewValue(row);
            int i = start;
            for (Object element : (Collection<?>) value) {
                set(v.getDataVector(), i++, element);
            }
            v.endValue(row, i - start);
        } else if (vector instanceof StructVector v) {
            v.setIndexDefined(row);
            List<?> values = value instanceof List<?> list ? list : Arrays.asList((Object[]) value);
            for (int i = 0; i < values.size(); i++) {
                set((FieldVector) v.getChildByOrdinal(i), row, values.get(i));
            }
        } else if (vector instanceof FixedSizeBinaryVector) {
            Vectors.set(vector, row, value);
        } else {
            throw new IllegalArgumentException("No values of " + vector.getField());
        }
    }

    private static void setDecimal(DecimalVector vector, int row, Object value) {
        BigDecimal number = value instanceof BigDecimal decimal
                ? decimal
                : new BigDecimal(Objects.requireNonNull(value).toString());
        BigDecimal scaled = number.setScale(vector.getScale(), java.math.RoundingMode.HALF_UP);
        if (scaled.precision() > vector.getPrecision()) {
            throw new EvaluationException(
                    EvaluationException.Reason.NUMERIC_OUT_OF_RANGE,
                    "The value " + number.toPlainString() + " does not fit DECIMAL(" + vector.getPrecision() + ", "
                            + vector.getScale() + ")");
        }
        vector.setSafe(row, scaled);
    }
}
