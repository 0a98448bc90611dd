package org.lancesql.execution.kernel;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Selection;

/** The layouts in memory whose values fit a {@code long}: how a chunk of rows is read into an array and written back. */
enum LongFormat {
    BIT {
        @Override
        void load(long address, Selection rows, int from, int count, long[] target) {
            for (int i = 0; i < count; i++) {
                int row = rows.position(from + i);
                target[i] = MemoryUtil.getByte(address + (row >> 3)) >> (row & 7) & 1;
            }
        }

        @Override
        void store(long[] source, Selection rows, int from, int count, long address) {
            for (int i = 0; i < count; i++) {
                int row = rows.position(from + i);
                long at = address + (row >> 3);
                int others = MemoryUtil.getByte(at) & ~(1 << (row & 7));
                MemoryUtil.putByte(at, (byte) (others | (int) source[i] << (row & 7)));
            }
        }
    },
    INT8 {
        @Override
        void load(long address, Selection rows, int from, int count, long[] target) {
            for (int i = 0; i < count; i++) {
                target[i] = MemoryUtil.getByte(address + rows.position(from + i));
            }
        }

        @Override
        void store(long[] source, Selection rows, int from, int count, long address) {
            for (int i = 0; i < count; i++) {
                MemoryUtil.putByte(address + rows.position(from + i), (byte) source[i]);
            }
        }
    },
    INT16 {
        @Override
        void load(long address, Selection rows, int from, int count, long[] target) {
            for (int i = 0; i < count; i++) {
                target[i] = MemoryUtil.getShort(address + 2L * rows.position(from + i));
            }
        }

        @Override
        void store(long[] source, Selection rows, int from, int count, long address) {
            for (int i = 0; i < count; i++) {
                MemoryUtil.putShort(address + 2L * rows.position(from + i), (short) source[i]);
            }
        }
    },
    INT32 {
        @Override
        void load(long address, Selection rows, int from, int count, long[] target) {
            for (int i = 0; i < count; i++) {
                target[i] = MemoryUtil.getInt(address + 4L * rows.position(from + i));
            }
        }

        @Override
        void store(long[] source, Selection rows, int from, int count, long address) {
            for (int i = 0; i < count; i++) {
                MemoryUtil.putInt(address + 4L * rows.position(from + i), (int) source[i]);
            }
        }
    },
    INT64 {
        @Override
        void load(long address, Selection rows, int from, int count, long[] target) {
            for (int i = 0; i < count; i++) {
                target[i] = MemoryUtil.getLong(address + 8L * rows.position(from + i));
            }
        }

        @Override
        void store(long[] source, Selection rows, int from, int count, long address) {
            for (int i = 0; i < count; i++) {
                MemoryUtil.putLong(address + 8L * rows.position(from + i), source[i]);
            }
        }
    },
    /** A decimal of 128 bits whose upper half only repeats the sign. */
    DECIMAL64 {
        @Override
        void load(long address, Selection rows, int from, int count, long[] target) {
            for (int i = 0; i < count; i++) {
                target[i] = MemoryUtil.getLong(address + 16L * rows.position(from + i));
            }
        }

        @Override
        void store(long[] source, Selection rows, int from, int count, long address) {
            for (int i = 0; i < count; i++) {
                long at = address + 16L * rows.position(from + i);
                MemoryUtil.putLong(at, source[i]);
                MemoryUtil.putLong(at + 8, source[i] >> 63);
            }
        }
    },
    /** A float or double as a number that sorts alike: -0.0 is 0.0, all NaN are one and greater than the rest. */
    ORDERED_FLOAT {
        @Override
        void load(long address, Selection rows, int from, int count, long[] target) {
            for (int i = 0; i < count; i++) {
                int bits = MemoryUtil.getInt(address + 4L * rows.position(from + i));
                target[i] = orderedBits(Float.intBitsToFloat(bits));
            }
        }
    },
    ORDERED_DOUBLE {
        @Override
        void load(long address, Selection rows, int from, int count, long[] target) {
            for (int i = 0; i < count; i++) {
                long bits = MemoryUtil.getLong(address + 8L * rows.position(from + i));
                target[i] = orderedBits(Double.longBitsToDouble(bits));
            }
        }
    };

    /** Reads the selected rows {@code [from, from + count)} into the start of {@code target}. */
    abstract void load(long address, Selection rows, int from, int count, long[] target);

    /** Writes what {@link #load} reads; values are within the range of the format. */
    void store(long[] source, Selection rows, int from, int count, long address) {
        throw new UnsupportedOperationException(this + " is read only");
    }

    /** The format of exact numbers, booleans, dates, times and intervals, or null for other types. */
    static @Nullable LongFormat of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> BIT;
            case Int -> ofBits(((ArrowType.Int) type).getBitWidth());
            case Decimal -> ((ArrowType.Decimal) type).getPrecision() <= Powers.MAX_LONG_DIGITS ? DECIMAL64 : null;
            case Date, Interval -> INT32;
            case Time -> ofBits(((ArrowType.Time) type).getBitWidth());
            case Timestamp, Duration -> INT64;
            default -> null;
        };
    }

    /** The format in which values compare as numbers, or null for types that do not. */
    static @Nullable LongFormat comparable(ArrowType type) {
        if (type instanceof ArrowType.FloatingPoint floating) {
            return floating.getPrecision() == FloatingPointPrecision.SINGLE ? ORDERED_FLOAT : ORDERED_DOUBLE;
        }
        return of(type);
    }

    private static LongFormat ofBits(int bitWidth) {
        return switch (bitWidth) {
            case 8 -> INT8;
            case 16 -> INT16;
            case 32 -> INT32;
            default -> INT64;
        };
    }

    private static long orderedBits(double value) {
        // Adding positive zero turns -0.0 into 0.0; doubleToLongBits makes all NaN the same.
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }
}
