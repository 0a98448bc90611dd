package org.lancesql.storage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * A column type with values worth testing.
 *
 * @param values as {@link Predicate.Literal} takes them
 */
record TypedColumn(ArrowType type, List<Object> values) {
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    static List<TypedColumn> all() {
        List<TypedColumn> all = new ArrayList<>();
        for (int bits : new int[] {8, 16, 32, 64}) {
            long max = Long.MAX_VALUE >> (64 - bits);
            all.add(new TypedColumn(new ArrowType.Int(bits, true), List.of(-max - 1, -1L, 0L, 1L, max)));
            List<Object> unsigned = new ArrayList<>(List.of(0L, 1L, max));
            BigInteger largest = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            unsigned.add(bits == 64 ? new BigDecimal(largest) : (Object) largest.longValueExact());
            all.add(new TypedColumn(new ArrowType.Int(bits, false), unsigned));
        }
        all.add(decimal(15, 2, "9999999999999.99", "-9999999999999.99", "0.00", "0.01", "-0.01", "1"));
        all.add(decimal(38, 0, "9".repeat(38), "-" + "9".repeat(38), "0", "1"));
        all.add(decimal(38, 38, "0." + "9".repeat(38), "0." + "0".repeat(37) + "1", "0"));
        all.add(new TypedColumn(ArrowType.Bool.INSTANCE, List.of(true, false)));
        all.add(new TypedColumn(
                new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
                List.of(
                        Double.NEGATIVE_INFINITY,
                        -Double.MAX_VALUE,
                        -0.1,
                        -0.0,
                        0.0,
                        Double.MIN_VALUE,
                        0.1,
                        1e22,
                        Double.MAX_VALUE,
                        Double.POSITIVE_INFINITY,
                        Double.NaN,
                        Double.longBitsToDouble(0xfff8000000000001L))));
        all.add(new TypedColumn(
                new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
                List.of(
                        Float.NEGATIVE_INFINITY,
                        -Float.MAX_VALUE,
                        -0.1f,
                        -0.0f,
                        0.0f,
                        Float.MIN_VALUE,
                        0.1f,
                        Float.MAX_VALUE,
                        Float.POSITIVE_INFINITY,
                        Float.NaN,
                        Float.intBitsToFloat(0xffc00001))));
        List<Object> texts = List.of(
                "",
                "a",
                "A",
                "it's",
                "\"",
                "`",
                "back\\slash",
                "%_",
                "line\nbreak",
                "\u0000",
                "ü",
                "日本",
                "\uFFFD",
                "\uD83D\uDE00",
                "a ",
                "splash lash",
                "line_break",
                "\uDBFF\uDFFF",
                "a\uD83D\uDE00",
                "--",
                "x'00'",
                "${}",
                "{}");
        all.add(new TypedColumn(ArrowType.Utf8.INSTANCE, texts));
        all.add(new TypedColumn(ArrowType.LargeUtf8.INSTANCE, texts));
        List<Object> bytes =
                List.of(new byte[0], new byte[] {0}, new byte[] {0, 1}, new byte[] {-1, 127}, new byte[] {39});
        all.add(new TypedColumn(ArrowType.Binary.INSTANCE, bytes));
        all.add(new TypedColumn(ArrowType.LargeBinary.INSTANCE, bytes));
        all.add(new TypedColumn(
                new ArrowType.FixedSizeBinary(2), List.of(new byte[] {0, 0}, new byte[] {0, 1}, new byte[] {-1, -1})));
        List<Object> dates = List.of(
                LocalDate.of(1, 1, 1),
                LocalDate.of(1969, 12, 31),
                LocalDate.of(1970, 1, 1),
                LocalDate.of(1970, 1, 2),
                LocalDate.of(9999, 12, 31),
                LocalDate.of(-4000, 2, 28));
        all.add(new TypedColumn(new ArrowType.Date(DateUnit.DAY), dates));
        all.add(new TypedColumn(new ArrowType.Date(DateUnit.MILLISECOND), dates));
        for (TimeUnit unit : TimeUnit.values()) {
            addTimes(all, unit);
        }
        return all;
    }

    private static void addTimes(List<TypedColumn> all, TimeUnit unit) {
        int bits = unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND ? 32 : 64;
        Duration one = Duration.ofNanos(nanos(unit));
        all.add(new TypedColumn(
                new ArrowType.Time(unit, bits),
                List.of(
                        LocalTime.MIDNIGHT,
                        LocalTime.NOON,
                        LocalTime.MIDNIGHT.plus(one),
                        LocalTime.MIDNIGHT.minus(one))));
        boolean fine = unit == TimeUnit.NANOSECOND;
        List<LocalDateTime> stamps = List.of(
                EPOCH,
                EPOCH.minus(one),
                EPOCH.plus(one),
                LocalDateTime.of(2024, 3, 31, 2, 30),
                LocalDateTime.of(2024, 10, 27, 2, 30),
                fine ? LocalDateTime.of(1678, 1, 1, 0, 0) : LocalDateTime.of(-3000, 1, 1, 0, 0),
                fine ? LocalDateTime.of(2262, 1, 1, 0, 0) : LocalDateTime.of(9999, 12, 31, 23, 59, 59));
        all.add(new TypedColumn(new ArrowType.Timestamp(unit, null), List.copyOf(stamps)));
        for (String zone : List.of("UTC", "Europe/Berlin")) {
            List<Object> instants = new ArrayList<>();
            stamps.forEach(stamp -> instants.add(stamp.toInstant(ZoneOffset.UTC)));
            all.add(new TypedColumn(new ArrowType.Timestamp(unit, zone), instants));
        }
    }

    private static TypedColumn decimal(int precision, int scale, String... values) {
        List<Object> numbers = new ArrayList<>();
        for (String value : values) {
            numbers.add(new BigDecimal(value).setScale(scale));
        }
        return new TypedColumn(new ArrowType.Decimal(precision, scale, 128), numbers);
    }

    /** Order of the values as SQL sees it; text and binary by their bytes. */
    Comparator<Object> order() {
        return (a, b) -> {
            if (a instanceof String left && b instanceof String right) {
                return Arrays.compareUnsigned(
                        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
            } else if (a instanceof byte[] left && b instanceof byte[] right) {
                return Arrays.compareUnsigned(left, right);
            } else if (a instanceof Double || a instanceof Float) {
                // Adding zero makes one of both zeros; compare() knows one NaN, above all.
                return Double.compare(((Number) a).doubleValue() + 0.0, ((Number) b).doubleValue() + 0.0);
            } else if (a instanceof Long || a instanceof BigDecimal) {
                return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
            }
            @SuppressWarnings("unchecked")
            int order = ((Comparable<Object>) a).compareTo(b);
            return order;
        };
    }

    void set(FieldVector vector, int row, Object value) {
        if (vector instanceof VarCharVector texts) {
            texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
        } else if (vector instanceof LargeVarCharVector texts) {
            texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
        } else if (vector instanceof VarBinaryVector bytes) {
            bytes.setSafe(row, (byte[]) value);
        } else if (vector instanceof LargeVarBinaryVector bytes) {
            bytes.setSafe(row, (byte[]) value);
        } else if (vector instanceof FixedSizeBinaryVector bytes) {
            bytes.setSafe(row, (byte[]) value);
        } else if (vector instanceof DecimalVector decimals) {
            decimals.setSafe(row, (BigDecimal) value);
        } else if (vector instanceof Float8Vector doubles) {
            doubles.setSafe(row, (Double) value);
        } else if (vector instanceof Float4Vector floats) {
            floats.setSafe(row, (Float) value);
        } else if (vector instanceof BitVector bits) {
            bits.setSafe(row, (Boolean) value ? 1 : 0);
        } else {
            setNumber((BaseFixedWidthVector) vector, row, number(value));
        }
    }

    private long number(Object value) {
        if (value instanceof LocalDate date) {
            boolean millis = ((ArrowType.Date) type).getUnit() == DateUnit.MILLISECOND;
            // A time of day, which Arrow forbids and foreign programs write.
            return millis ? date.toEpochDay() * 86_400_000 + 86_399_999 : date.toEpochDay();
        } else if (value instanceof LocalTime time) {
            return time.toNanoOfDay() / nanos(((ArrowType.Time) type).getUnit());
        } else if (value instanceof LocalDateTime stamp) {
            return number(stamp.toInstant(ZoneOffset.UTC));
        } else if (value instanceof Instant instant) {
            long nanos = nanos(((ArrowType.Timestamp) type).getUnit());
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000 / nanos), instant.getNano() / nanos);
        }
        return ((Number) value).longValue();
    }

    private static void setNumber(BaseFixedWidthVector vector, int row, long value) {
        if (vector instanceof TinyIntVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof SmallIntVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof IntVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof BigIntVector v) {
            v.setSafe(row, value);
        } else if (vector instanceof UInt1Vector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof UInt2Vector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof UInt4Vector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof UInt8Vector v) {
            v.setSafe(row, value);
        } else if (vector instanceof DateDayVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof DateMilliVector v) {
            v.setSafe(row, value);
        } else if (vector instanceof TimeSecVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof TimeMilliVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof TimeMicroVector v) {
            v.setSafe(row, value);
        } else if (vector instanceof TimeNanoVector v) {
            v.setSafe(row, value);
        } else {
            ((TimeStampVector) vector).setSafe(row, value);
        }
    }

    private static long nanos(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1_000_000_000;
            case MILLISECOND -> 1_000_000;
            case MICROSECOND -> 1_000;
            case NANOSECOND -> 1;
        };
    }

    @Override
    public String toString() {
        return type.toString();
    }
}
