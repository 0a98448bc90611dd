package org.lancesql.sqltests;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/** Puts values into vectors of the types that a program other than LanceSQL may use. */
final class ForeignValues {
    interface Setter {
        void set(FieldVector vector, int index, Object value);
    }

    private ForeignValues() {}

    /**
     * Sets a value, if its vector is of a nested or rare type.
     *
     * @param others sets the values of other types
     */
    static void set(FieldVector vector, int index, Object value, Setter others) {
        if (value == null) {
            return;
        }
        if (vector instanceof FixedSizeBinaryVector v) {
            v.setSafe(index, value instanceof UUID uuid ? bytes(uuid) : (byte[]) value);
        } else if (vector instanceof LargeVarBinaryVector v) {
            v.setSafe(index, (byte[]) value);
        } else if (vector instanceof Float2Vector v) {
            v.setSafe(index, Float16.toFloat16(((Number) value).floatValue()));
        } else if (vector instanceof DateMilliVector v) {
            v.setSafe(index, ((Number) value).longValue());
        } else if (vector instanceof DurationVector v) {
            v.setSafe(index, ((Number) value).longValue());
        } else {
            setNested(vector, index, value, others);
        }
    }

    private static void setNested(FieldVector vector, int index, Object value, Setter others) {
        if (vector instanceof MapVector v) {
            int slot = v.startNewValue(index);
            StructVector entries = (StructVector) v.getDataVector();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                entries.setIndexDefined(slot);
                set((FieldVector) entries.getChildByOrdinal(0), slot, entry.getKey(), others);
                set((FieldVector) entries.getChildByOrdinal(1), slot, entry.getValue(), others);
                slot++;
            }
            v.endValue(index, ((Map<?, ?>) value).size());
        } else if (vector instanceof ListVector v) {
            setAll(v.getDataVector(), v.startNewValue(index), (List<?>) value, others);
            v.endValue(index, ((List<?>) value).size());
        } else if (vector instanceof LargeListVector v) {
            setAll(v.getDataVector(), (int) v.startNewValue(index), (List<?>) value, others);
            v.endValue(index, ((List<?>) value).size());
        } else if (vector instanceof FixedSizeListVector v) {
            setAll(v.getDataVector(), v.startNewValue(index), (List<?>) value, others);
        } else if (vector instanceof StructVector v) {
            v.setIndexDefined(index);
            List<?> fields = (List<?>) value;
            for (int i = 0; i < fields.size(); i++) {
                set((FieldVector) v.getChildByOrdinal(i), index, fields.get(i), others);
            }
        } else {
            others.set(vector, index, value);
        }
    }

    private static void setAll(FieldVector elements, int start, List<?> values, Setter others) {
        for (int i = 0; i < values.size(); i++) {
            set(elements, start + i, values.get(i), others);
        }
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
