package org.lancesql.execution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Random values of each canonical type, rich in extremes, in small numbers and in nulls. */
public final class RandomValues {
    private static final String LETTERS = "aAbB%_ ßéÉ😀1.-";

    private final Random random;

    public RandomValues(Random random) {
        this.random = random;
    }

    public List<Object> column(Field field, int size) {
        List<Object> values = new ArrayList<>();
        boolean withNulls = random.nextInt(4) > 0;
        for (int i = 0; i < size; i++) {
            values.add(withNulls && random.nextInt(6) == 0 ? null : value(field));
        }
        return values;
    }

    public Object value(Field field) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> random.nextBoolean();
            case Int -> integer(((ArrowType.Int) type).getBitWidth());
            case FloatingPoint ->
                ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.SINGLE
                        ? (Object) floating(Float.MAX_VALUE).floatValue()
                        : floating(Double.MAX_VALUE);
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Utf8 -> text();
            case Binary -> bytes();
            case Date -> date();
            case Time -> LocalTime.ofNanoOfDay(nanos(type));
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case Interval -> pick(0, 1, -1, 12, -13, random.nextInt(2000) - 1000);
            case Duration -> pick(0L, 1L, -1L, 86_400_000L, random.nextLong() >> 20);
            case FixedSizeBinary -> new UUID(pick(0L, -1L, random.nextLong()), pick(0L, -1L, random.nextLong()));
            case List -> column(field.getChildren().get(0), random.nextInt(random.nextInt(8) == 0 ? 9 : 3));
            case Struct -> struct(field);
            case Map -> map(field.getChildren().get(0).getChildren());
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private Map<String, Object> struct(Field field) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Field member : field.getChildren()) {
            members.put(member.getName(), column(member, 1).get(0));
        }
        return members;
    }

    private Map<Object, Object> map(List<Field> entry) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            entries.put(value(entry.get(0)), column(entry.get(1), 1).get(0));
        }
        return entries;
    }

    private Object integer(int bits) {
        long max = Long.MAX_VALUE >> 64 - bits;
        long value = random.nextInt(3) > 0
                ? random.nextInt(21) - 10
                : pick(
                        0L,
                        1L,
                        -1L,
                        max,
                        -max - 1,
                        max - 1,
                        random.nextLong() >> 64 - bits,
                        random.nextLong() >> 64 - bits / 2);
        return switch (bits) {
            case 8 -> (byte) value;
            case 16 -> (short) value;
            case 32 -> (int) value;
            default -> value;
        };
    }

    private Double floating(double max) {
        return pick(
                0.0,
                -0.0,
                1.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                max,
                -max,
                random.nextInt(100) / 4.0 - 10,
                random.nextInt(1000) / 7.0,
                random.nextGaussian() * Math.pow(10, random.nextInt(30) - 10),
                random.nextInt(40) - 20.5);
    }

    private BigDecimal decimal(ArrowType.Decimal type) {
        int digits = random.nextInt(4) == 0 ? type.getPrecision() : random.nextInt(type.getPrecision()) + 1;
        BigInteger bound = BigInteger.TEN.pow(digits);
        BigInteger unscaled = switch (random.nextInt(8)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> bound.subtract(BigInteger.ONE);
            case 2 -> BigInteger.ONE.subtract(bound);
            case 3 -> BigInteger.valueOf(random.nextInt(10) - 5);
            default ->
                new BigInteger(bound.bitLength() + 8, random)
                        .mod(bound)
                        .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1));
        };
        if (unscaled.abs().compareTo(BigInteger.TEN.pow(type.getPrecision())) >= 0) {
            unscaled = BigInteger.ZERO;
        }
        return new BigDecimal(unscaled, type.getScale());
    }

    public String text() {
        int[] points = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(5) == 0 ? 30 : 6);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(random.nextBoolean() ? 3 : points.length)]);
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(12)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) - 1);
        }
        return bytes;
    }

    private LocalDate date() {
        return LocalDate.ofEpochDay(pick(
                0L,
                -1L,
                LocalDate.of(2024, 2, 29).toEpochDay(),
                LocalDate.of(1900, 3, 1).toEpochDay(),
                LocalDate.of(2021, 1, 3).toEpochDay(),
                LocalDate.of(1, 1, 1).toEpochDay(),
                LocalDate.of(-4, 2, 29).toEpochDay(),
                (long) Integer.MAX_VALUE,
                (long) Integer.MIN_VALUE,
                (long) random.nextInt(40_000) - 20_000));
    }

    private long nanos(ArrowType type) {
        long unit =
                (long) Math.pow(10, 9 - digits(((ArrowType.Time) type).getUnit().ordinal()));
        long perDay = 86_400_000_000_000L / unit;
        return pick(0L, 1L, perDay - 1, Math.floorMod(random.nextLong(), perDay)) * unit;
    }

    private static int digits(int unitOrdinal) {
        return 3 * unitOrdinal;
    }

    private Object timestamp(ArrowType.Timestamp type) {
        long perSecond = (long) Math.pow(10, digits(type.getUnit().ordinal()));
        // Instants at the very ends of the range have no local time of the same type in some zones.
        long margin = type.getTimezone() == null ? 0 : 2 * 86_400L * perSecond;
        long units = pick(
                0L,
                -1L,
                1L,
                86_400L * perSecond,
                -86_400L * perSecond - 1,
                1_709_164_800L * perSecond + 7,
                Long.MAX_VALUE - margin,
                Long.MIN_VALUE + margin,
                random.nextLong() >> 3,
                random.nextInt() * perSecond + random.nextInt((int) Math.min(perSecond, 1_000_000)));
        long second = Math.floorDiv(units, perSecond);
        int nano = (int) (Math.floorMod(units, perSecond) * (1_000_000_000 / perSecond));
        return type.getTimezone() == null
                ? LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC)
                : Instant.ofEpochSecond(second, nano);
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
