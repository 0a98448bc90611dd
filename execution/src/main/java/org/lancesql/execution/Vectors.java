package org.lancesql.execution;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of canonical types, made, shared, and read and written a row at a time.
 *
 * <p>Java forms of the values: Boolean; Byte, Short, Integer, Long; Float, Double; BigDecimal with the scale of the
 * type; String; byte[]; LocalDate; LocalTime; LocalDateTime for timestamps without a zone, Instant for those with one;
 * Integer months for year-month intervals; Long for durations, in the unit of the type; UUID for binaries of 16 bytes;
 * List; Map for maps, and for structs Map from name to value.
 */
public final class Vectors {
    private Vectors() {}

    /** A vector with room for {@code capacity} rows, all null; the caller sets rows, then {@code setValueCount}. */
    public static FieldVector create(Field field, BufferAllocator allocator, int capacity) {
        FieldVector vector = field.createVector(allocator);
        try {
            vector.setInitialCapacity(Math.max(capacity, 1));
            vector.allocateNew();
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    /** Another vector over the same memory, which lives until both are closed. */
    public static FieldVector share(FieldVector vector) {
        TransferPair pair = vector.getTransferPair(vector.getField(), vector.getAllocator());
        try {
            pair.splitAndTransfer(0, vector.getValueCount());
            return (FieldVector) pair.getTo();
        } catch (Throwable failure) {
            pair.getTo().close();
            throw failure;
        }
    }

    /** A vector of {@code length} slots with one value on the selected rows. */
    static FieldVector repeat(
            Field field, @Nullable Object value, Selection rows, int length, BufferAllocator allocator) {
        FieldVector vector = create(field, allocator, length);
        try {
            if (value != null && rows.size() > 0) {
                if (vector instanceof BaseFixedWidthVector fixed && !(vector instanceof BitVector)) {
                    set(fixed, 0, value);
                    fill(fixed, length);
                } else {
                    for (int i = 0; i < rows.size(); i++) {
                        set(vector, rows.position(i), value);
                    }
                }
            }
            vector.setValueCount(length);
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    /** Copies the first value to all slots, each time twice as many as before. */
    private static void fill(BaseFixedWidthVector vector, int length) {
        long address = vector.getDataBufferAddress();
        long width = vector.getTypeWidth();
        for (long done = 1; done < length; done *= 2) {
            MemoryUtil.copyMemory(address, address + done * width, Math.min(done, length - done) * width);
        }
        MemoryUtil.setMemory(vector.getValidityBufferAddress(), (length + 7) / 8, (byte) -1);
    }

    /**
     * Writes one value; the vector grows as needed. Rows of strings, binaries and nested types come in ascending order;
     * rows left out are null. Integers take any {@link Number} that fits.
     *
     * @throws EvaluationException when a date, time or timestamp does not fit the type
     */
    public static void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null && vector instanceof NullVector) {
            return;
        }
        ensureRoom(vector, row);
        if (value == null) {
            vector.setNull(row);
            return;
        }
        switch (vector.getMinorType()) {
            case BIT -> ((BitVector) vector).set(row, (Boolean) value ? 1 : 0);
            case TINYINT, SMALLINT, INT, BIGINT, INTERVALYEAR, DURATION ->
                setLong(vector, row, ((Number) value).longValue());
            case FLOAT4 -> ((Float4Vector) vector).set(row, ((Number) value).floatValue());
            case FLOAT8 -> ((Float8Vector) vector).set(row, ((Number) value).doubleValue());
            case DECIMAL -> ((DecimalVector) vector).set(row, scaled((BigDecimal) value, (DecimalVector) vector));
            case VARCHAR -> setBytes(vector, row, ((String) value).getBytes(StandardCharsets.UTF_8));
            case VARBINARY -> setBytes(vector, row, (byte[]) value);
            case FIXEDSIZEBINARY -> setUuid((FixedSizeBinaryVector) vector, row, (UUID) value);
            case DATEDAY -> setLong(vector, row, TemporalValues.toDays((LocalDate) value));
            case TIMEMILLI, TIMEMICRO, TIMENANO ->
                setLong(vector, row, TemporalValues.toUnits((LocalTime) value, unitsPerSecond(vector)));
            case TIMESTAMPMILLI, TIMESTAMPMICRO, TIMESTAMPNANO ->
                setLong(vector, row, TemporalValues.toUnits((LocalDateTime) value, unitsPerSecond(vector)));
            case TIMESTAMPMILLITZ, TIMESTAMPMICROTZ, TIMESTAMPNANOTZ ->
                setLong(vector, row, TemporalValues.toUnits((Instant) value, unitsPerSecond(vector)));
            case LIST, MAP -> setList((ListVector) vector, row, value);
            case STRUCT -> setStruct((StructVector) vector, row, (Map<?, ?>) value);
            default -> throw unsupported(vector);
        }
    }

    /** Reads one value. */
    public static @Nullable Object get(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (vector.getMinorType()) {
            case BIT -> getLong(vector, row) != 0;
            case TINYINT -> (byte) getLong(vector, row);
            case SMALLINT -> (short) getLong(vector, row);
            case INT, INTERVALYEAR -> (int) getLong(vector, row);
            case BIGINT, DURATION -> getLong(vector, row);
            case FLOAT4 -> ((Float4Vector) vector).get(row);
            case FLOAT8 -> ((Float8Vector) vector).get(row);
            case DECIMAL -> ((DecimalVector) vector).getObjectNotNull(row);
            case VARCHAR -> new String(getBytes(vector, row), StandardCharsets.UTF_8);
            case VARBINARY -> getBytes(vector, row);
            case FIXEDSIZEBINARY -> getUuid(vector, row);
            case DATEDAY -> LocalDate.ofEpochDay(getLong(vector, row));
            case TIMEMILLI, TIMEMICRO, TIMENANO -> TemporalValues.toTime(getLong(vector, row), unitsPerSecond(vector));
            case TIMESTAMPMILLI, TIMESTAMPMICRO, TIMESTAMPNANO ->
                TemporalValues.toDateTime(getLong(vector, row), unitsPerSecond(vector));
            case TIMESTAMPMILLITZ, TIMESTAMPMICROTZ, TIMESTAMPNANOTZ ->
                TemporalValues.toInstant(getLong(vector, row), unitsPerSecond(vector));
            case MAP -> getMap((MapVector) vector, row);
            case LIST -> getList((ListVector) vector, row);
            case STRUCT -> getStruct((StructVector) vector, row);
            default -> throw unsupported(vector);
        };
    }

    /**
     * The stored number of a boolean (0 or 1), integer, date (days), time, timestamp, interval (months) or duration (all
     * in the unit of the type); without a look at the validity.
     */
    public static long getLong(FieldVector vector, int row) {
        long address = vector.getDataBufferAddress();
        return switch (vector.getMinorType()) {
            case BIT -> MemoryUtil.getByte(address + (row >> 3)) >> (row & 7) & 1;
            case TINYINT -> MemoryUtil.getByte(address + row);
            case SMALLINT -> MemoryUtil.getShort(address + 2L * row);
            case INT, DATEDAY, TIMEMILLI, INTERVALYEAR -> MemoryUtil.getInt(address + 4L * row);
            case BIGINT,
                    DURATION,
                    TIMEMICRO,
                    TIMENANO,
                    TIMESTAMPMILLI,
                    TIMESTAMPMICRO,
                    TIMESTAMPNANO,
                    TIMESTAMPMILLITZ,
                    TIMESTAMPMICROTZ,
                    TIMESTAMPNANOTZ -> MemoryUtil.getLong(address + 8L * row);
            default -> throw unsupported(vector);
        };
    }

    /** Writes what {@link #getLong} reads and marks the row as not null; the row is within the capacity. */
    public static void setLong(FieldVector vector, int row, long value) {
        long address = vector.getDataBufferAddress();
        switch (vector.getMinorType()) {
            case BIT -> ((BitVector) vector).set(row, (int) value);
            case TINYINT -> MemoryUtil.putByte(address + row, (byte) value);
            case SMALLINT -> MemoryUtil.putShort(address + 2L * row, (short) value);
            case INT, DATEDAY, TIMEMILLI, INTERVALYEAR -> MemoryUtil.putInt(address + 4L * row, (int) value);
            case BIGINT,
                    DURATION,
                    TIMEMICRO,
                    TIMENANO,
                    TIMESTAMPMILLI,
                    TIMESTAMPMICRO,
                    TIMESTAMPNANO,
                    TIMESTAMPMILLITZ,
                    TIMESTAMPMICROTZ,
                    TIMESTAMPNANOTZ -> MemoryUtil.putLong(address + 8L * row, value);
            default -> throw unsupported(vector);
        }
        ((BaseFixedWidthVector) vector).setIndexDefined(row);
    }

    /** The bytes of a string (in UTF-8) or binary value; without a look at the validity. */
    public static byte[] getBytes(FieldVector vector, int row) {
        long offsets = vector.getOffsetBufferAddress();
        int start = MemoryUtil.getInt(offsets + 4L * row);
        byte[] bytes = new byte[MemoryUtil.getInt(offsets + 4L * row + 4) - start];
        MemoryUtil.copyFromMemory(vector.getDataBufferAddress() + start, bytes, 0, bytes.length);
        return bytes;
    }

    /** Writes the bytes of a string (in UTF-8) or binary value; rows come in ascending order. */
    public static void setBytes(FieldVector vector, int row, byte[] value) {
        ((BaseVariableWidthVector) vector).setSafe(row, value);
    }

    private static UUID getUuid(FieldVector vector, int row) {
        long address = vector.getDataBufferAddress() + (long) CanonicalTypes.UUID_BYTES * row;
        return new UUID(
                Long.reverseBytes(MemoryUtil.getLong(address)), Long.reverseBytes(MemoryUtil.getLong(address + 8)));
    }

    private static void setUuid(FixedSizeBinaryVector vector, int row, UUID value) {
        long address = vector.getDataBufferAddress() + (long) CanonicalTypes.UUID_BYTES * row;
        MemoryUtil.putLong(address, Long.reverseBytes(value.getMostSignificantBits()));
        MemoryUtil.putLong(address + 8, Long.reverseBytes(value.getLeastSignificantBits()));
        vector.setIndexDefined(row);
    }

    private static BigDecimal scaled(BigDecimal value, DecimalVector vector) {
        return value.setScale(vector.getScale(), RoundingMode.UNNECESSARY);
    }

    private static long unitsPerSecond(FieldVector vector) {
        return switch (vector.getMinorType()) {
            case TIMEMILLI, TIMESTAMPMILLI, TIMESTAMPMILLITZ -> 1_000;
            case TIMEMICRO, TIMESTAMPMICRO, TIMESTAMPMICROTZ -> 1_000_000;
            case TIMENANO, TIMESTAMPNANO, TIMESTAMPNANOTZ -> 1_000_000_000;
            default -> throw unsupported(vector);
        };
    }

    private static void setList(ListVector vector, int row, Object value) {
        List<@Nullable Object> elements = new ArrayList<>();
        if (vector instanceof MapVector) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                elements.add(entry);
            }
        } else {
            elements.addAll((List<?>) value);
        }
        int start = vector.startNewValue(row);
        FieldVector child = vector.getDataVector();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof Map.Entry<?, ?> entry) {
                setEntry((StructVector) child, start + i, entry);
            } else {
                set(child, start + i, elements.get(i));
            }
        }
        vector.endValue(row, elements.size());
    }

    private static void setEntry(StructVector entries, int row, Map.Entry<?, ?> entry) {
        ensureRoom(entries, row);
        entries.setIndexDefined(row);
        set(entries.getChildrenFromFields().get(0), row, entry.getKey());
        set(entries.getChildrenFromFields().get(1), row, entry.getValue());
    }

    private static void setStruct(StructVector vector, int row, Map<?, ?> value) {
        vector.setIndexDefined(row);
        for (FieldVector child : vector.getChildrenFromFields()) {
            set(child, row, value.get(child.getName()));
        }
    }

    private static void ensureRoom(FieldVector vector, int row) {
        while (row >= vector.getValueCapacity()) {
            vector.reAlloc();
        }
    }

    private static List<@Nullable Object> getList(ListVector vector, int row) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
            elements.add(get(vector.getDataVector(), i));
        }
        return elements;
    }

    private static Map<Object, @Nullable Object> getMap(MapVector vector, int row) {
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        List<FieldVector> children = ((StructVector) vector.getDataVector()).getChildrenFromFields();
        for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
            Object key = get(children.get(0), i);
            if (key != null) {
                entries.put(key, get(children.get(1), i));
            }
        }
        return entries;
    }

    private static Map<Object, @Nullable Object> getStruct(StructVector vector, int row) {
        Map<Object, @Nullable Object> members = new LinkedHashMap<>();
        for (FieldVector child : vector.getChildrenFromFields()) {
            members.put(child.getName(), get(child, row));
        }
        return members;
    }

    private static IllegalArgumentException unsupported(FieldVector vector) {
        return new IllegalArgumentException("Type " + vector.getField().getType() + " is not canonical");
    }
}
