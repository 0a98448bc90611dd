package org.lancesql.calcite.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A value that a user binds, in the form that vectors take, with the type that it has by itself.
 *
 * @param type canonical type of the value
 */
record ParameterValue(ArrowType type, Object value) {
    private static final int MAX_PRECISION = 38;
    private static final int NANO_BITS = 64;
    private static final int UUID_BYTES = 16;
    private static final int FIRST_NANO_YEAR = 1678;
    private static final int LAST_NANO_YEAR = 2261;
    /** The type of integers of all sizes. */
    static final ArrowType INTEGERS = new ArrowType.Int(Long.SIZE, true);

    /** Classes of which all values have one type. */
    private static final Map<Class<?>, ArrowType> TYPES = Map.ofEntries(
            Map.entry(Byte.class, INTEGERS),
            Map.entry(Short.class, INTEGERS),
            Map.entry(Integer.class, INTEGERS),
            Map.entry(Long.class, INTEGERS),
            Map.entry(String.class, ArrowType.Utf8.INSTANCE),
            Map.entry(Boolean.class, ArrowType.Bool.INSTANCE),
            Map.entry(Double.class, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            Map.entry(Float.class, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
            Map.entry(byte[].class, ArrowType.Binary.INSTANCE),
            Map.entry(UUID.class, new ArrowType.FixedSizeBinary(UUID_BYTES)),
            Map.entry(LocalDate.class, new ArrowType.Date(DateUnit.DAY)),
            Map.entry(LocalTime.class, new ArrowType.Time(TimeUnit.NANOSECOND, NANO_BITS)));

    /**
     * The value of a scalar; null when its class is none of those that parameters take.
     *
     * @param target the type it is for, which tells how bytes and UUIDs are meant
     */
    static @Nullable ParameterValue of(Object value, Field target) {
        if (value instanceof OffsetDateTime timestamp) {
            return of(timestamp.toInstant(), target);
        }
        if (value instanceof UUID && target.getType() instanceof ArrowType.Utf8) {
            return of(value.toString(), target);
        }
        boolean uuidBytes = value instanceof byte[] bytes
                && bytes.length == UUID_BYTES
                && target.getType() instanceof ArrowType.FixedSizeBinary;
        if (uuidBytes) {
            ByteBuffer buffer = ByteBuffer.wrap((byte[]) value);
            return of(new UUID(buffer.getLong(), buffer.getLong()), target);
        }
        ArrowType type = typeOf(value);
        return type == null ? null : new ParameterValue(type, normal(value, type));
    }

    /** The type of all values of a class, which vectors take as they are; null where that depends on the value. */
    static @Nullable ArrowType typeOfAll(Class<?> valueClass, Field target) {
        boolean converted = valueClass == byte[].class && target.getType() instanceof ArrowType.FixedSizeBinary
                || valueClass == UUID.class && target.getType() instanceof ArrowType.Utf8;
        return converted ? null : TYPES.get(valueClass);
    }

    private static Object normal(Object value, ArrowType type) {
        if (value instanceof BigDecimal decimal) {
            return decimal.scale() < 0 ? decimal.setScale(0, RoundingMode.UNNECESSARY) : decimal;
        }
        if (value instanceof Duration duration) {
            return ((ArrowType.Duration) type).getUnit() == TimeUnit.NANOSECOND ? duration.toNanos() : micros(duration);
        }
        if (value instanceof Period period) {
            return Math.toIntExact(period.toTotalMonths());
        }
        return value instanceof Byte || value instanceof Short || value instanceof Integer
                ? (Object) ((Number) value).longValue()
                : value;
    }

    private static long micros(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }

    private static @Nullable ArrowType typeOf(Object value) {
        ArrowType type = TYPES.get(value.getClass());
        if (type != null) {
            return type;
        }
        if (value instanceof BigDecimal decimal) {
            int scale = Math.max(0, decimal.scale());
            int precision = Math.max(decimal.precision() - Math.min(0, decimal.scale()), scale);
            return precision > MAX_PRECISION ? null : new ArrowType.Decimal(Math.max(1, precision), scale, 128);
        }
        return temporalType(value);
    }

    private static @Nullable ArrowType temporalType(Object value) {
        if (value instanceof LocalDateTime timestamp) {
            return new ArrowType.Timestamp(unit(timestamp.getYear()), null);
        }
        if (value instanceof Duration duration) {
            boolean fine = duration.abs().compareTo(Duration.ofNanos(Long.MAX_VALUE)) <= 0;
            return new ArrowType.Duration(fine ? TimeUnit.NANOSECOND : TimeUnit.MICROSECOND);
        }
        if (value instanceof Period period) {
            return period.getDays() == 0 ? new ArrowType.Interval(IntervalUnit.YEAR_MONTH) : null;
        }
        return value instanceof Instant instant
                ? new ArrowType.Timestamp(unit(instant.atOffset(ZoneOffset.UTC).getYear()), "UTC")
                : null;
    }

    /** Counts of nanoseconds do not reach all years. */
    private static TimeUnit unit(int year) {
        return year >= FIRST_NANO_YEAR && year <= LAST_NANO_YEAR ? TimeUnit.NANOSECOND : TimeUnit.MICROSECOND;
    }
}
