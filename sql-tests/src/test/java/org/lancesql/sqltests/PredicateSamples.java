package org.lancesql.sqltests;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Values of a column that tend to go wrong, and constants to compare them with.
 *
 * @param stored values as {@link ForeignWriter} takes them
 */
record PredicateSamples(Field column, List<Object> stored, List<Constant> constants) {
    /**
     * A constant.
     *
     * @param sql as it is written, or null when it cannot be
     * @param parameter as it is bound, or null when the column's type does not hold it
     */
    record Constant(@Nullable String sql, @Nullable Object parameter) {}

    static final List<String> TEXTS = List.of(
            "",
            "a",
            "abc",
            "abd",
            "ABC",
            "a%c",
            "a_c",
            "a\\c",
            "it's",
            "100%_\\",
            "line\nbreak",
            "\0",
            "a\0c",
            "ü",
            "\uFFFF",
            "\uD83D\uDE00",
            "a\uD83D\uDE00c",
            "\uDBFF\uDFFF",
            "xxabcxx",
            " abc",
            "abc ");

    static PredicateSamples of(Field column) {
        ArrowType type = column.getType();
        return switch (type.getTypeID()) {
            case Int -> integers(column, (ArrowType.Int) type);
            case FloatingPoint -> floats(column, column.getName().equals("f32"));
            case Decimal -> decimals(column, (ArrowType.Decimal) type);
            case Bool ->
                new PredicateSamples(
                        column,
                        List.of(true, false),
                        List.of(new Constant("TRUE", true), new Constant("FALSE", false)));
            case Utf8, LargeUtf8 ->
                new PredicateSamples(
                        column,
                        List.copyOf(TEXTS),
                        TEXTS.stream()
                                .map(text -> new Constant(quoted(text), text))
                                .toList());
            case Binary -> binary(column);
            case Date -> dates(column);
            case Time -> times(column, ((ArrowType.Time) type).getUnit());
            default -> timestamps(column, (ArrowType.Timestamp) type);
        };
    }

    /** A literal; null for characters that a script should not hold. */
    static @Nullable String quoted(String text) {
        boolean odd = text.chars().anyMatch(c -> c < ' ' || Character.isSurrogate((char) c));
        return odd ? null : "'" + text.replace("'", "''") + "'";
    }

    private static PredicateSamples integers(Field column, ArrowType.Int type) {
        BigDecimal two = BigDecimal.valueOf(2);
        int bits = type.getBitWidth() - (type.getIsSigned() ? 1 : 0);
        BigDecimal greatest = two.pow(bits).subtract(BigDecimal.ONE);
        BigDecimal least = type.getIsSigned() ? two.pow(bits).negate() : BigDecimal.ZERO;
        List<Constant> constants = new ArrayList<>();
        List<Object> stored = new ArrayList<>();
        for (BigDecimal value : List.of(
                least,
                least.add(BigDecimal.ONE),
                BigDecimal.ONE,
                BigDecimal.valueOf(7),
                greatest.subtract(BigDecimal.ONE),
                greatest)) {
            stored.add(value.longValue());
            constants.add(new Constant(value.toPlainString(), value));
        }
        constants.add(new Constant(greatest.add(BigDecimal.ONE).toPlainString(), null));
        constants.add(new Constant(least.subtract(BigDecimal.ONE).toPlainString(), null));
        constants.add(new Constant("1.5", null));
        constants.add(new Constant("-0.5", null));
        constants.add(new Constant("6.999e0", null));
        constants.add(new Constant("1e300", null));
        return new PredicateSamples(column, stored, constants);
    }

    private static PredicateSamples floats(Field column, boolean single) {
        List<Constant> constants = new ArrayList<>();
        List<Object> stored = new ArrayList<>();
        for (double value : new double[] {
            Double.NEGATIVE_INFINITY,
            -1.5,
            -0.1,
            -0.0,
            0.0,
            0.1,
            1.5,
            16777216,
            single ? Float.MIN_VALUE : Double.MIN_VALUE,
            single ? Float.MAX_VALUE : Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NaN
        }) {
            stored.add(single ? (Object) (float) value : (Object) value);
            Object parameter = single ? (Object) (float) value : (Object) value;
            boolean plain = Math.abs(value) > 0 && Math.abs(value) < 1e9;
            constants.add(new Constant(
                    plain ? new BigDecimal(Double.toString(value)).toPlainString() + "e0" : null, parameter));
        }
        // NaN with a sign and other bits, as other programs compute it
        stored.add(
                single
                        ? (Object) Float.intBitsToFloat(0xffc00001)
                        : (Object) Double.longBitsToDouble(0xfff8000000000001L));
        constants.add(new Constant("0.1", null));
        constants.add(new Constant("0", null));
        constants.add(new Constant("16777217", null));
        constants.add(new Constant("1e300", null));
        return new PredicateSamples(column, stored, constants);
    }

    private static PredicateSamples decimals(Field column, ArrowType.Decimal type) {
        BigDecimal greatest =
                BigDecimal.TEN.pow(type.getPrecision()).subtract(BigDecimal.ONE).movePointLeft(type.getScale());
        BigDecimal step = BigDecimal.ONE.movePointLeft(type.getScale());
        List<BigDecimal> values =
                List.of(greatest.negate(), step.negate(), BigDecimal.ZERO, step, BigDecimal.valueOf(7), greatest);
        List<Constant> constants = new ArrayList<>();
        values.forEach(value -> constants.add(new Constant(value.toPlainString(), value)));
        constants.add(new Constant(step.movePointLeft(1).toPlainString(), null));
        constants.add(new Constant("-6.99999999", null));
        constants.add(new Constant("7e0", null));
        return new PredicateSamples(column, List.copyOf(values), constants);
    }

    private static PredicateSamples binary(Field column) {
        List<byte[]> values = List.of(
                new byte[0], new byte[] {0}, new byte[] {0, 1}, new byte[] {1}, new byte[] {-1, 127}, new byte[] {39});
        return new PredicateSamples(
                column,
                List.copyOf(values),
                values.stream()
                        .map(value -> new Constant("X'" + HexFormat.of().formatHex(value) + "'", value))
                        .toList());
    }

    private static PredicateSamples dates(Field column) {
        List<LocalDate> values = List.of(
                LocalDate.of(1, 1, 1),
                LocalDate.EPOCH.minusDays(1),
                LocalDate.EPOCH,
                LocalDate.of(2024, 2, 29),
                LocalDate.of(9999, 12, 31));
        return new PredicateSamples(
                column,
                values.stream().map(value -> (Object) value.toEpochDay()).toList(),
                values.stream()
                        .map(value -> new Constant("DATE '" + value + "'", value))
                        .toList());
    }

    private static PredicateSamples times(Field column, TimeUnit unit) {
        List<LocalTime> values = Stream.of(
                        LocalTime.MIDNIGHT, LocalTime.NOON, LocalTime.MAX, LocalTime.NOON.plusNanos(1))
                .map(value -> value.truncatedTo(java(unit)))
                .distinct()
                .toList();
        List<Constant> constants = new ArrayList<>();
        values.forEach(value -> constants.add(new Constant(timeText(value), value)));
        constants.add(new Constant("TIME '12:00:00.5'", null));
        constants.add(new Constant("TIME '11:59:59.999999999'", null));
        return new PredicateSamples(
                column,
                values.stream()
                        .map(value -> (Object) (value.toNanoOfDay() / nanos(unit)))
                        .toList(),
                constants);
    }

    private static String timeText(LocalTime value) {
        return String.format(
                Locale.ROOT,
                "TIME '%02d:%02d:%02d.%09d'",
                value.getHour(),
                value.getMinute(),
                value.getSecond(),
                value.getNano());
    }

    private static PredicateSamples timestamps(Field column, ArrowType.Timestamp type) {
        boolean zoned = type.getTimezone() != null;
        List<LocalDateTime> values = Stream.of(
                        LocalDateTime.of(1901, 12, 31, 23, 59, 59, 999_999_999),
                        LocalDate.EPOCH.atStartOfDay().minusNanos(1),
                        LocalDate.EPOCH.atStartOfDay(),
                        LocalDateTime.of(2024, 3, 31, 2, 30),
                        LocalDateTime.of(2024, 10, 27, 0, 30, 0, 1),
                        LocalDateTime.of(2262, 1, 1, 0, 0))
                .map(value -> value.truncatedTo(java(type.getUnit())))
                .distinct()
                .toList();
        List<Constant> constants = new ArrayList<>();
        List<Object> stored = new ArrayList<>();
        for (LocalDateTime value : values) {
            Instant instant = value.toInstant(ZoneOffset.UTC);
            long seconds = Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L / nanos(type.getUnit()));
            stored.add(seconds + instant.getNano() / nanos(type.getUnit()));
            constants.add(zoned ? new Constant(null, instant) : new Constant(timestampText(value), value));
        }
        if (!zoned) {
            constants.add(new Constant("TIMESTAMP '2024-03-31 02:30:00.000000001'", null));
            constants.add(new Constant("TIMESTAMP '1969-12-31 23:59:59.5'", null));
        }
        return new PredicateSamples(column, stored, constants);
    }

    private static String timestampText(LocalDateTime value) {
        return "TIMESTAMP '" + value.toLocalDate()
                + timeText(value.toLocalTime()).replace("TIME '", " ");
    }

    private static ChronoUnit java(TimeUnit unit) {
        return Arrays.asList(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS, ChronoUnit.NANOS)
                .get(unit.ordinal());
    }

    private static long nanos(TimeUnit unit) {
        return java(unit).getDuration().toNanos();
    }
}
