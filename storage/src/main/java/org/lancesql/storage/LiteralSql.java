package org.lancesql.storage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.storage.Predicate.Literal;

/**
 * Renders constants in the filter language of Lance, each of the very type of its column, because Lance's own planner
 * guesses types badly. Times, dates and timestamps go in as the numbers that Arrow stores: a timestamp's text would be
 * read in the column's time zone.
 */
final class LiteralSql {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final int LARGEST_PRECISION = 38;
    private static final int DECIMAL_BITS = 128;

    private LiteralSql() {}

    /** @throws UnsupportedOperationException when the value is not one of the type's, or the type is not supported */
    static String render(Literal literal) {
        ArrowType type = literal.type();
        Object value = literal.value();
        try {
            if (type instanceof ArrowType.Int integer) {
                return cast(integer(integer, value), (integer.getIsSigned() ? "Int" : "UInt") + integer.getBitWidth());
            } else if (type instanceof ArrowType.Decimal decimal) {
                return decimal(decimal, (BigDecimal) value);
            } else if (type instanceof ArrowType.Bool) {
                return ((Boolean) value).toString();
            } else if (type instanceof ArrowType.Utf8) {
                return text((String) value, "Utf8");
            } else if (type instanceof ArrowType.LargeUtf8) {
                return text((String) value, "LargeUtf8");
            } else if (type instanceof ArrowType.Binary || type instanceof ArrowType.LargeBinary) {
                return hex((byte[]) value);
            } else if (type instanceof ArrowType.FixedSizeBinary fixed) {
                byte[] bytes = value instanceof UUID uuid ? bytes(uuid) : (byte[]) value;
                require(bytes.length == fixed.getByteWidth(), literal);
                return hex(bytes);
            } else if (type instanceof ArrowType.Date date && date.getUnit() == DateUnit.DAY) {
                int day = Math.toIntExact(((LocalDate) value).toEpochDay());
                return castNumber(day, "Int32", "Date32");
            } else if (type instanceof ArrowType.Time time) {
                return time(time, (LocalTime) value);
            } else if (type instanceof ArrowType.Timestamp timestamp) {
                return timestamp(timestamp, value);
            }
        } catch (ArithmeticException | ClassCastException e) {
            throw new UnsupportedOperationException(value + " is not a value of " + type, e);
        }
        throw new UnsupportedOperationException("comparisons with " + type);
    }

    /** Midnight of a date, some days later. */
    static String dateInMillis(Literal literal, int daysLater) {
        long day = ((LocalDate) literal.value()).toEpochDay() + daysLater;
        return castNumber(Math.multiplyExact(day, MILLIS_PER_DAY), "Int64", "Date64");
    }

    private static String integer(ArrowType.Int type, Object value) {
        BigInteger number =
                value instanceof BigDecimal decimal ? decimal.toBigIntegerExact() : BigInteger.valueOf((Long) value);
        int bits = type.getIsSigned() ? type.getBitWidth() - 1 : type.getBitWidth();
        if (number.bitLength() > bits || (!type.getIsSigned() && number.signum() < 0)) {
            throw new ArithmeticException("out of range");
        }
        return number.toString();
    }

    private static String decimal(ArrowType.Decimal type, BigDecimal value) {
        BigDecimal scaled = value.setScale(type.getScale());
        if (type.getBitWidth() != DECIMAL_BITS
                || type.getPrecision() > LARGEST_PRECISION
                || scaled.precision() > type.getPrecision()) {
            throw new ArithmeticException("out of range");
        }
        return cast(scaled.toPlainString(), "Decimal128(" + type.getPrecision() + ", " + type.getScale() + ")");
    }

    private static String text(String value, String type) {
        if (value.chars().anyMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
            // Lance's Java binding garbles these characters: send the bytes.
            return "arrow_cast(" + hex(value.getBytes(StandardCharsets.UTF_8)) + ", '" + type + "')";
        }
        return "'" + value.replace("'", "''") + "'";
    }

    private static String hex(byte[] value) {
        return "X'" + HexFormat.of().formatHex(value) + "'";
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static String time(ArrowType.Time type, LocalTime value) {
        long perUnit = nanosPer(type.getUnit());
        long nanos = value.toNanoOfDay();
        if (nanos % perUnit != 0) {
            throw new ArithmeticException("too fine");
        }
        String width = Integer.toString(type.getBitWidth());
        return castNumber(nanos / perUnit, "Int" + width, "Time" + width + "(" + unitName(type.getUnit()) + ")");
    }

    private static String timestamp(ArrowType.Timestamp type, Object value) {
        boolean zoned = type.getTimezone() != null;
        Instant instant = zoned ? (Instant) value : ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
        long perUnit = nanosPer(type.getUnit());
        if (instant.getNano() % perUnit != 0 || (zoned && !isZoneName(type.getTimezone()))) {
            throw new ArithmeticException("too fine, or in a zone that is not a name");
        }
        long perSecond = nanosPer(TimeUnit.SECOND) / perUnit;
        BigInteger units = BigInteger.valueOf(instant.getEpochSecond())
                .multiply(BigInteger.valueOf(perSecond))
                .add(BigInteger.valueOf(instant.getNano() / perUnit));
        String zone = zoned ? "Some(\"" + type.getTimezone() + "\")" : "None";
        return castNumber(units.longValueExact(), "Int64", "Timestamp(" + unitName(type.getUnit()) + ", " + zone + ")");
    }

    private static boolean isZoneName(String zone) {
        return zone.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/_+-:".indexOf(c) >= 0);
    }

    private static long nanosPer(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1_000_000_000;
            case MILLISECOND -> 1_000_000;
            case MICROSECOND -> 1_000;
            case NANOSECOND -> 1;
        };
    }

    private static String unitName(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> "Second";
            case MILLISECOND -> "Millisecond";
            case MICROSECOND -> "Microsecond";
            case NANOSECOND -> "Nanosecond";
        };
    }

    private static String castNumber(long value, String stored, String type) {
        return "arrow_cast(" + cast(Long.toString(value), stored) + ", '" + type + "')";
    }

    private static String cast(String text, String type) {
        return "arrow_cast('" + text + "', '" + type + "')";
    }

    private static void require(boolean holds, Literal literal) {
        if (!holds) {
            throw new UnsupportedOperationException(literal.type() + " of another length");
        }
    }
}
