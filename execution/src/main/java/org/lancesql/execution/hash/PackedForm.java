package org.lancesql.execution.hash;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** How the values of a column that is part of a packed key become numbers, equal ones for equal values. */
enum PackedForm {
    BIT(1),
    INT8(Byte.SIZE),
    INT16(Short.SIZE),
    INT32(Integer.SIZE),
    INT64(0),
    /** A decimal, of which the lower half is taken. */
    DECIMAL(0),
    FLOAT(Integer.SIZE),
    DOUBLE(Long.SIZE),
    /** A string or binary: its length in the lowest byte, then its bytes. */
    BYTES(0);

    /** Bytes of the longest string that has a number. */
    static final int MAX_BYTES = Long.BYTES - 1;

    /** What is read of a longer one: it fits no place of less than 64 bits. */
    private static final long NO_BYTES = -1;

    private final int bits;

    PackedForm(int bits) {
        this.bits = bits;
    }

    /** Bits that every value fits, or 0 if values may be of any size. */
    int bits() {
        return bits;
    }

    /** Whether the column gets the bits that others leave. */
    boolean isShared() {
        return bits == 0;
    }

    /** Whether the numbers are signed. */
    boolean isSigned() {
        return this == INT8 || this == INT16 || this == INT32 || this == INT64 || this == DECIMAL;
    }

    static @Nullable PackedForm of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> BIT;
            case Int -> ofBits(((ArrowType.Int) type).getBitWidth());
            case Date, Interval -> INT32;
            case Time -> ofBits(((ArrowType.Time) type).getBitWidth());
            case Timestamp, Duration -> INT64;
            case Decimal -> DECIMAL;
            case FloatingPoint ->
                ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.SINGLE ? FLOAT : DOUBLE;
            case Utf8, Binary -> BYTES;
            default -> null;
        };
    }

    private static PackedForm ofBits(int bitWidth) {
        return switch (bitWidth) {
            case Byte.SIZE -> INT8;
            case Short.SIZE -> INT16;
            case Integer.SIZE -> INT32;
            default -> INT64;
        };
    }

    /** Reads the selected rows {@code [from, from + count)}; what is read of a null, or of a value without a number, is anything. */
    void load(FieldVector vector, long validity, Selection rows, int from, int count, long[] values) {
        long data = vector.getDataBufferAddress();
        switch (this) {
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = MemoryUtil.getInt(data + 4L * rows.position(from + i));
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = MemoryUtil.getLong(data + 8L * rows.position(from + i));
                }
            }
            case DECIMAL -> {
                for (int i = 0; i < count; i++) {
                    values[i] = MemoryUtil.getLong(data + 16L * rows.position(from + i));
                }
            }
            case BYTES -> loadBytes(vector, validity, rows, from, count, values);
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    float value = Float.intBitsToFloat(MemoryUtil.getInt(data + 4L * rows.position(from + i)));
                    values[i] = Float.floatToIntBits(value + 0.0f) & 0xFFFF_FFFFL;
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    double value = Double.longBitsToDouble(MemoryUtil.getLong(data + 8L * rows.position(from + i)));
                    values[i] = Double.doubleToLongBits(value + 0.0);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Vectors.getLong(vector, rows.position(from + i));
                }
            }
        }
    }

    private static void loadBytes(
            FieldVector vector, long validity, Selection rows, int from, int count, long[] values) {
        long data = vector.getDataBufferAddress();
        long offsets = vector.getOffsetBufferAddress();
        for (int i = 0; i < count; i++) {
            int row = rows.position(from + i);
            int start = MemoryUtil.getInt(offsets + 4L * row);
            int length = KeyPart.isNull(validity, row) ? 0 : KeyPart.length(offsets, row);
            long value = length;
            for (int at = 0; at < Math.min(length, MAX_BYTES); at++) {
                value |= (MemoryUtil.getByte(data + start + at) & 0xFFL) << Byte.SIZE * (at + 1);
            }
            values[i] = length > MAX_BYTES ? NO_BYTES : value;
        }
    }

    /** Whether a value that is not null is told from all others by what {@link #load} reads of it. */
    boolean hasNumber(FieldVector vector, int row) {
        if (this == BYTES) {
            return KeyPart.length(vector.getOffsetBufferAddress(), row) <= MAX_BYTES;
        } else if (this == DECIMAL) {
            long at = vector.getDataBufferAddress() + 16L * row;
            return MemoryUtil.getLong(at + 8) == MemoryUtil.getLong(at) >> 63;
        }
        return true;
    }

    /** Sets a slot of a vector that has room for it. */
    void store(long value, FieldVector vector, int row) {
        long data = vector.getDataBufferAddress();
        switch (this) {
            case BYTES -> {
                byte[] bytes = new byte[(int) (value & 0xFF)];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) (value >>> Byte.SIZE * (i + 1));
                }
                Vectors.setBytes(vector, row, bytes);
            }
            case DECIMAL -> {
                MemoryUtil.putLong(data + 16L * row, value);
                MemoryUtil.putLong(data + 16L * row + 8, value >> 63);
                KeyPart.setValid(vector, row);
            }
            case FLOAT -> {
                MemoryUtil.putInt(data + 4L * row, (int) value);
                KeyPart.setValid(vector, row);
            }
            case DOUBLE -> {
                MemoryUtil.putLong(data + 8L * row, value);
                KeyPart.setValid(vector, row);
            }
            default -> Vectors.setLong(vector, row, value);
        }
    }
}
