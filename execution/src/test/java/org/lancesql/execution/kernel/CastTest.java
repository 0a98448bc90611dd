package org.lancesql.execution.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.*;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Batch;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;
import org.lancesql.execution.TestMemory;

class CastTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final List<Field> EXACT = List.of(
            INT8, INT16, INT32, INT64, decimal(5, 2), decimal(18, 0), decimal(18, 18), decimal(38, 2), decimal(38, 30));

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void durationsAndMonthsAreWrittenWithTheirSign() {
        for (Field field : List.of(DURATION, DURATION_MICRO, DURATION_NANO)) {
            BigDecimal perSecond = BigDecimal.TEN.pow(
                    3 + 3 * List.of(DURATION, DURATION_MICRO, DURATION_NANO).indexOf(field));
            new KernelCheck(memory).strict(ScalarFunction.CAST, TEXT, List.of(field), row -> {
                BigDecimal seconds = BigDecimal.valueOf((Long) row[0]).divide(perSecond);
                BigDecimal[] days = seconds.abs().divideAndRemainder(BigDecimal.valueOf(86_400));
                BigDecimal[] hours = days[1].divideAndRemainder(BigDecimal.valueOf(3_600));
                BigDecimal[] minutes = hours[1].divideAndRemainder(BigDecimal.valueOf(60));
                String rest = minutes[1].stripTrailingZeros().toPlainString();
                return (seconds.signum() < 0 ? "-" : "")
                        + days[0].toBigInteger()
                        + String.format(" %02d:%02d:", hours[0].longValue(), minutes[0].longValue())
                        + (minutes[1].compareTo(BigDecimal.TEN) < 0 ? "0" : "")
                        + rest;
            });
        }
        new KernelCheck(memory).strict(ScalarFunction.CAST, TEXT, List.of(MONTHS), row -> {
            int months = Math.abs((Integer) row[0]);
            return ((Integer) row[0] < 0 ? "-" : "") + months / 12 + "-" + months % 12;
        });
    }

    @Test
    void uuidsAreTextAndBytes() {
        KernelCheck check = new KernelCheck(memory);
        check.strict(ScalarFunction.CAST, TEXT, List.of(UUID), row -> row[0].toString());
        check.strict(
                ScalarFunction.CAST,
                BINARY,
                List.of(UUID),
                row -> HexFormat.of().parseHex(row[0].toString().replace("-", "")));
        new KernelCheck(memory)
                .drawing(random -> new byte[random.nextBoolean() ? 16 : 15 + random.nextInt(3)])
                .strict(ScalarFunction.CAST, UUID, List.of(BINARY), row -> {
                    if (((byte[]) row[0]).length != 16) {
                        throw new EvaluationException(Reason.INVALID_ARGUMENT, "");
                    }
                    return new java.util.UUID(0, 0);
                });
        check.drawing(random -> List.of(
                                "00000000-0000-0000-0000-0000000000ff",
                                " 01234567-89ab-CDEF-0123-456789abcdef ",
                                "1-2-3-4-5",
                                "")
                        .get(random.nextInt(4)))
                .strict(ScalarFunction.CAST, UUID, List.of(TEXT), row -> {
                    if (((String) row[0]).strip().length() != 36) {
                        throw new EvaluationException(Reason.INVALID_TEXT, "");
                    }
                    return java.util.UUID.fromString(((String) row[0]).strip());
                });
    }

    @Test
    void durationsLoseWhatIsFinerThanTheUnit() {
        List<Field> durations = List.of(DURATION, DURATION_MICRO, DURATION_NANO);
        for (Field from : durations) {
            for (Field to : durations) {
                int shift = 3 * (durations.indexOf(to) - durations.indexOf(from));
                new KernelCheck(memory).strict(ScalarFunction.CAST, to, List.of(from), row -> {
                    BigInteger count = BigDecimal.valueOf((Long) row[0])
                            .movePointRight(shift)
                            .toBigInteger();
                    if (count.bitLength() >= Long.SIZE) {
                        throw new EvaluationException(Reason.INVALID_DATETIME, "");
                    }
                    return count.longValueExact();
                });
            }
        }
    }

    @Test
    void exactNumbersAreRoundedAndChecked() {
        for (Field from : EXACT) {
            for (Field to : EXACT) {
                check(from, to, value -> References.fit(References.toDecimal(value), to));
            }
        }
    }

    @Test
    void exactNumbersBecomeTheNearestFloat() {
        for (Field from : EXACT) {
            check(from, DOUBLE, value -> References.toDecimal(value).doubleValue());
        }
        check(INT32, FLOAT, value -> ((Number) value).floatValue());
        check(FLOAT, DOUBLE, value -> (double) (Float) value);
        check(DOUBLE, FLOAT, value -> {
            float narrow = ((Double) value).floatValue();
            return inRange(narrow, Float.isFinite(narrow) || !Double.isFinite((Double) value));
        });
    }

    @Test
    void floatsAreRoundedHalfAwayFromZero() {
        for (Field to : EXACT) {
            check(DOUBLE, to, value -> {
                inRange(value, Double.isFinite((Double) value));
                BigDecimal exact = to.getType() instanceof ArrowType.Int
                        ? new BigDecimal((Double) value)
                        : BigDecimal.valueOf((Double) value);
                return References.fit(exact, to);
            });
            check(FLOAT, to, value -> {
                inRange(value, Float.isFinite((Float) value));
                BigDecimal exact = to.getType() instanceof ArrowType.Int
                        ? new BigDecimal((Float) value)
                        : new BigDecimal(value.toString());
                return References.fit(exact, to);
            });
        }
    }

    @Test
    void booleansAreOneAndZero() {
        check(BOOL, INT32, value -> (Boolean) value ? 1 : 0);
        check(INT64, BOOL, value -> (Long) value != 0);
    }

    @Test
    void textIsReadAsNumbers() {
        Function<Random, Object> numbers = random -> List.of(
                        "0",
                        " 12 ",
                        "-7",
                        "+3",
                        "128",
                        "32768",
                        "-2147483649",
                        "9223372036854775808",
                        "1.5",
                        "-2.5",
                        ".5",
                        "1e3",
                        "1.25E-3",
                        "1e400",
                        "-1e999999999",
                        "1e-999999999",
                        "NaN",
                        "inf",
                        "-Infinity",
                        "",
                        "x",
                        "1 2",
                        "1d",
                        "0x10",
                        "١",
                        "99999999999999999999999999999999999999",
                        "true",
                        "--1",
                        "1e",
                        "0.1")
                .get(random.nextInt(30));
        for (Field to : EXACT) {
            new KernelCheck(memory).drawing(numbers).strict(ScalarFunction.CAST, to, List.of(TEXT), row -> {
                String text = ((String) row[0]).strip();
                boolean isInt = to.getType() instanceof ArrowType.Int;
                if (!text.matches(isInt ? "[+-]?[0-9]+" : "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
                    throw new EvaluationException(Reason.INVALID_TEXT, "");
                }
                return text.contains("999999999") && text.contains("e")
                        ? References.fit(text.contains("e-") ? BigDecimal.ZERO : BigDecimal.TEN.pow(50), to)
                        : References.fit(new BigDecimal(text), to);
            });
        }
        for (Field to : List.of(FLOAT, DOUBLE)) {
            new KernelCheck(memory).drawing(numbers).strict(ScalarFunction.CAST, to, List.of(TEXT), row -> {
                String text = ((String) row[0]).strip().replaceFirst("^inf$", "Infinity");
                if (text.matches("1d|0x10")) {
                    throw new EvaluationException(Reason.INVALID_TEXT, "");
                }
                try {
                    Object value = to.equals(FLOAT) ? (Object) Float.parseFloat(text) : Double.parseDouble(text);
                    return inRange(
                            value, text.contains("I") || !value.toString().contains("I"));
                } catch (NumberFormatException e) {
                    throw new EvaluationException(Reason.INVALID_TEXT, "", e);
                }
            });
        }
    }

    @Test
    void textIsReadAsBooleans() {
        List<Object> texts = List.of("true", "T", " 1", "Yes", "on", "false", "f", "0", "NO", "off", "", "2", "tru");
        new KernelCheck(memory)
                .drawing(random -> texts.get(random.nextInt(texts.size())))
                .strict(ScalarFunction.CAST, BOOL, List.of(TEXT), row -> {
                    int index = texts.indexOf(row[0]);
                    if (index >= 10) {
                        throw new EvaluationException(Reason.INVALID_TEXT, "");
                    }
                    return index < 5;
                });
    }

    @Test
    void valuesAreWrittenAsText() {
        check(BOOL, TEXT, value -> (Boolean) value ? "true" : "false");
        for (Field from : List.of(INT8, INT64, FLOAT, DOUBLE, DATE)) {
            check(from, TEXT, Object::toString);
        }
        check(decimal(38, 30), TEXT, value -> ((BigDecimal) value).toPlainString());
        for (Field from : List.of(TIME_MILLI, TIME_MICRO, TIME_NANO)) {
            check(from, TEXT, value -> text((LocalTime) value));
        }
        for (Field from : List.of(TIMESTAMP_MILLI, TIMESTAMP_MICRO, TIMESTAMP_NANO)) {
            check(from, TEXT, value -> text((LocalDateTime) value));
        }
        check(INSTANT_NANO, TEXT, value -> {
            OffsetDateTime local = ((Instant) value).atZone(ZONE).toOffsetDateTime();
            return text(local.toLocalDateTime()) + local.getOffset().getId();
        });
    }

    private static String text(LocalTime time) {
        String text = time.format(DateTimeFormatter.ofPattern("HH:mm:ss.nnnnnnnnn"));
        String whole = text.substring(0, 8);
        String fraction = String.format("%09d", time.getNano()).replaceFirst("0+$", "");
        return fraction.isEmpty() ? whole : whole + "." + fraction;
    }

    private static String text(LocalDateTime dateTime) {
        return dateTime.toLocalDate() + " " + text(dateTime.toLocalTime());
    }

    @Test
    void textIsReadAsDatesAndTimes() {
        List<Object> texts = List.of(
                "2024-02-29",
                "2023-02-29",
                " 1999-12-31 ",
                "2024-2-3",
                "0001-01-01",
                "12:30",
                "12:30:15",
                "23:59:59.999999999",
                "24:00:00",
                "12:60",
                "2024-02-29 12:30:15.123456789",
                "1969-12-31T23:59:59.5",
                "2024-03-31 02:30",
                "2024-10-27 02:30:00",
                "2024-01-01 00:00:00Z",
                "2024-01-01 00:00:00+05:30",
                "2024-01-01 00:00:00 -0800",
                "2024-01-01 00:00:00+99",
                "9999-12-31 00:00:00",
                "x",
                "",
                "2024-01-01 25:00");
        for (Field to : List.of(DATE, TIME_MILLI, TIME_NANO, TIMESTAMP_MILLI, TIMESTAMP_NANO, INSTANT_MICRO)) {
            new KernelCheck(memory)
                    .drawing(random -> texts.get(random.nextInt(texts.size())))
                    .strict(ScalarFunction.CAST, to, List.of(TEXT), row -> {
                        try {
                            return read(((String) row[0]).strip(), to);
                        } catch (DateTimeException e) {
                            throw new EvaluationException(Reason.INVALID_DATETIME, "", e);
                        }
                    });
        }
    }

    private static Object read(String text, Field to) {
        ChronoUnit unit = unit(to);
        if (to.equals(DATE)) {
            return LocalDate.parse(text);
        } else if (to.getType() instanceof ArrowType.Time) {
            return LocalTime.parse(text).truncatedTo(unit);
        }
        String iso = text.replace(' ', 'T').replace("T-0800", "-08:00");
        boolean zoned = to.equals(INSTANT_MICRO);
        if (zoned && iso.matches(".*T.*(Z|[+-][0-9:]+)")) {
            return OffsetDateTime.parse(iso).toInstant().truncatedTo(unit);
        }
        LocalDateTime local = iso.contains("T")
                ? LocalDateTime.parse(iso)
                : LocalDate.parse(iso).atStartOfDay();
        if (to.equals(TIMESTAMP_NANO) && local.getYear() > 2262) {
            throw new EvaluationException(Reason.INVALID_DATETIME, "");
        }
        if (to.equals(TIMESTAMP_NANO) && local.getYear() < 1677) {
            throw new EvaluationException(Reason.INVALID_DATETIME, "");
        }
        return zoned ? local.atZone(ZONE).toInstant().truncatedTo(unit) : local.truncatedTo(unit);
    }

    private static ChronoUnit unit(Field field) {
        return switch (field.getType().toString().replaceAll(".*\\((\\w+),?.*", "$1")) {
            case "MILLISECOND" -> ChronoUnit.MILLIS;
            case "MICROSECOND" -> ChronoUnit.MICROS;
            default -> ChronoUnit.NANOS;
        };
    }

    @Test
    void datesAndTimesBecomeEachOther() {
        for (Field from :
                List.of(DATE, TIMESTAMP_MILLI, TIMESTAMP_MICRO, TIMESTAMP_NANO, INSTANT_MILLI, INSTANT_NANO)) {
            for (Field to : List.of(DATE, TIMESTAMP_MILLI, TIMESTAMP_MICRO, TIMESTAMP_NANO, INSTANT_MICRO)) {
                if (!from.equals(to)) {
                    check(from, to, value -> fromLocal(toLocal(value), value, to));
                }
            }
        }
        for (Field to : List.of(TIME_MILLI, TIME_NANO)) {
            check(
                    TIMESTAMP_MICRO,
                    to,
                    value -> ((LocalDateTime) value).toLocalTime().truncatedTo(unit(to)));
            check(TIME_MICRO, to, value -> ((LocalTime) value).truncatedTo(unit(to)));
        }
        LocalDate today = TestMemory.STARTED_AT.atZone(ZONE).toLocalDate();
        check(
                TIME_NANO,
                TIMESTAMP_MILLI,
                value -> today.atTime((LocalTime) value).truncatedTo(ChronoUnit.MILLIS));
    }

    private static LocalDateTime toLocal(Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        return value instanceof Instant instant ? instant.atZone(ZONE).toLocalDateTime() : (LocalDateTime) value;
    }

    private static Object fromLocal(LocalDateTime local, Object value, Field to) {
        if (to.equals(DATE)) {
            if (local.toLocalDate().toEpochDay() != (int) local.toLocalDate().toEpochDay()) {
                throw new EvaluationException(Reason.INVALID_DATETIME, "");
            }
            return local.toLocalDate();
        }
        Instant instant =
                value instanceof Instant same ? same : local.atZone(ZONE).toInstant();
        boolean zoned = ((ArrowType.Timestamp) to.getType()).getTimezone() != null;
        Instant counted = zoned ? instant : local.toInstant(ZoneOffset.UTC);
        BigDecimal units = BigDecimal.valueOf(counted.getEpochSecond())
                .add(BigDecimal.valueOf(counted.getNano(), 9))
                .movePointRight(unit(to) == ChronoUnit.MILLIS ? 3 : unit(to) == ChronoUnit.MICROS ? 6 : 9);
        if (units.setScale(0, RoundingMode.FLOOR).toBigInteger().bitLength() > 63) {
            throw new EvaluationException(Reason.INVALID_DATETIME, "");
        }
        return zoned ? instant.truncatedTo(unit(to)) : local.truncatedTo(unit(to));
    }

    @Test
    void castToTheSameTypeIsTheArgument() {
        var column = Expressions.column(0, TEXT);
        assertThat(Kernels.find(ScalarFunction.CAST, TEXT, List.of(column))).containsSame(column);
    }

    @Test
    void errorsNameTextAndType() {
        var kernel = Kernels.find(ScalarFunction.CAST, INT32, List.of(Expressions.literal(TEXT, "12x")))
                .orElseThrow();
        var batch = new Batch(List.of(), 1, Selection.all(1));
        assertThatThrownBy(() -> kernel.evaluate(batch, batch.selection(), memory.context()))
                .hasMessage("'12x' is no value of type INTEGER");
    }

    private void check(Field from, Field to, Function<Object, Object> reference) {
        new KernelCheck(memory).strict(ScalarFunction.CAST, to, List.of(from), row -> reference.apply(row[0]));
    }

    private static Object inRange(Object value, boolean holds) {
        if (!holds) {
            throw new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "");
        }
        return value;
    }
}
