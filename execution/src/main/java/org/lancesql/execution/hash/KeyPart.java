package org.lancesql.execution.hash;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Selection;

/** How the values of one column of a key are written as bytes, such that equal values have equal bytes. */
abstract class KeyPart {
    /** Bytes of each value; of a value of any length, those of its length. */
    final int width;

    KeyPart(int width) {
        this.width = width;
    }

    /** Null for a type that cannot be part of a key. */
    static @Nullable KeyPart of(Field field) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> new BitPart();
            case Int -> new FixedPart(((ArrowType.Int) type).getBitWidth() / Byte.SIZE);
            case Date, Interval -> new FixedPart(Integer.BYTES);
            case Time -> new FixedPart(((ArrowType.Time) type).getBitWidth() / Byte.SIZE);
            case Timestamp, Duration -> new FixedPart(Long.BYTES);
            case Decimal -> new FixedPart(2 * Long.BYTES);
            case FixedSizeBinary -> new FixedPart(((ArrowType.FixedSizeBinary) type).getByteWidth());
            case FloatingPoint ->
                new FloatPart(((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.SINGLE);
            case Utf8, Binary -> new BytesPart();
            case Null -> new NullPart();
            default -> null;
        };
    }

    boolean hasBytes() {
        return false;
    }

    /**
     * Writes the values that are not null.
     *
     * @param targets address of the value's place for each selected row
     */
    abstract void write(FieldVector vector, Selection rows, long[] targets);

    /**
     * Sets a slot of a vector that has room for as many rows; not for strings and binaries.
     *
     * @param source address of the value's place
     */
    abstract void read(long source, FieldVector vector, int row);

    static void setValid(FieldVector vector, int row) {
        long at = vector.getValidityBufferAddress() + (row >> 3);
        MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | 1 << (row & 7)));
    }

    static boolean isNull(long validity, int row) {
        return validity != 0 && (MemoryUtil.getByte(validity + (row >> 3)) >> (row & 7) & 1) == 0;
    }

    /** Address of the bitmap of a vector, 0 for one without nulls. */
    static long validity(FieldVector vector) {
        return vector.getNullCount() == 0 ? 0 : vector.getValidityBufferAddress();
    }

    private static final class FixedPart extends KeyPart {
        FixedPart(int width) {
            super(width);
        }

        @Override
        void write(FieldVector vector, Selection rows, long[] targets) {
            long data = vector.getDataBufferAddress();
            for (int i = 0; i < targets.length; i++) {
                copy(data + (long) width * rows.position(i), targets[i]);
            }
        }

        @Override
        void read(long source, FieldVector vector, int row) {
            copy(source, vector.getDataBufferAddress() + (long) width * row);
            setValid(vector, row);
        }

        private void copy(long from, long to) {
            switch (width) {
                case Integer.BYTES -> MemoryUtil.putInt(to, MemoryUtil.getInt(from));
                case Long.BYTES -> MemoryUtil.putLong(to, MemoryUtil.getLong(from));
                case Byte.BYTES -> MemoryUtil.putByte(to, MemoryUtil.getByte(from));
                case Short.BYTES -> MemoryUtil.putShort(to, MemoryUtil.getShort(from));
                default -> MemoryUtil.copyMemory(from, to, width);
            }
        }
    }

    private static final class BitPart extends KeyPart {
        BitPart() {
            super(Byte.BYTES);
        }

        @Override
        void write(FieldVector vector, Selection rows, long[] targets) {
            long data = vector.getDataBufferAddress();
            for (int i = 0; i < targets.length; i++) {
                int row = rows.position(i);
                MemoryUtil.putByte(targets[i], (byte) (MemoryUtil.getByte(data + (row >> 3)) >> (row & 7) & 1));
            }
        }

        @Override
        void read(long source, FieldVector vector, int row) {
            long at = vector.getDataBufferAddress() + (row >> 3);
            MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | MemoryUtil.getByte(source) << (row & 7)));
            setValid(vector, row);
        }
    }

    /** One pattern for all NaN, and one zero. */
    private static final class FloatPart extends KeyPart {
        private final boolean single;

        FloatPart(boolean single) {
            super(single ? Float.BYTES : Double.BYTES);
            this.single = single;
        }

        @Override
        void write(FieldVector vector, Selection rows, long[] targets) {
            long data = vector.getDataBufferAddress();
            for (int i = 0; i < targets.length; i++) {
                long from = data + (long) width * rows.position(i);
                if (single) {
                    float value = Float.intBitsToFloat(MemoryUtil.getInt(from));
                    MemoryUtil.putInt(targets[i], Float.floatToIntBits(value + 0.0f));
                } else {
                    double value = Double.longBitsToDouble(MemoryUtil.getLong(from));
                    MemoryUtil.putLong(targets[i], Double.doubleToLongBits(value + 0.0));
                }
            }
        }

        @Override
        void read(long source, FieldVector vector, int row) {
            long to = vector.getDataBufferAddress() + (long) width * row;
            if (single) {
                MemoryUtil.putInt(to, MemoryUtil.getInt(source));
            } else {
                MemoryUtil.putLong(to, MemoryUtil.getLong(source));
            }
            setValid(vector, row);
        }
    }

    /** The length has its place among the values; the bytes follow behind all values of the key. */
    private static final class BytesPart extends KeyPart {
        BytesPart() {
            super(Integer.BYTES);
        }

        @Override
        boolean hasBytes() {
            return true;
        }

        @Override
        void write(FieldVector vector, Selection rows, long[] targets) {
            long offsets = vector.getOffsetBufferAddress();
            for (int i = 0; i < targets.length; i++) {
                MemoryUtil.putInt(targets[i], length(offsets, rows.position(i)));
            }
        }

        @Override
        void read(long source, FieldVector vector, int row) {
            throw new IllegalStateException("strings are read together");
        }
    }

    private static final class NullPart extends KeyPart {
        NullPart() {
            super(0);
        }

        @Override
        void write(FieldVector vector, Selection rows, long[] targets) {
            // There are no values.
        }

        @Override
        void read(long source, FieldVector vector, int row) {
            // There are no values.
        }
    }

    static int length(long offsets, int row) {
        long at = offsets + (long) Integer.BYTES * row;
        return MemoryUtil.getInt(at + Integer.BYTES) - MemoryUtil.getInt(at);
    }

    static boolean isAllNull(FieldVector vector) {
        return vector instanceof NullVector;
    }
}
