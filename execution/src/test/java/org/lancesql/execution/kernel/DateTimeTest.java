package org.lancesql.execution.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.TestMemory;

class DateTimeTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final List<Field> TIMESTAMPS =
            List.of(TIMESTAMP_MILLI, TIMESTAMP_MICRO, TIMESTAMP_NANO, INSTANT_MILLI, INSTANT_MICRO, INSTANT_NANO);

    /** By the ordinals of Arrow's units. */
    private static final ChronoUnit[] UNITS = {
        ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS, ChronoUnit.NANOS
    };

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void fieldsAreExtracted() {
        for (ScalarFunction function : ScalarFunction.values()) {
            if (!function.name().startsWith("EXTRACT_")) {
                continue;
            }
            extract(function, DATE);
            TIMESTAMPS.forEach(field -> extract(function, field));
            if (ExtractKernel.isSupported(function, TIME_MILLI.getType())) {
                List.of(TIME_MILLI, TIME_MICRO, TIME_NANO).forEach(field -> extract(function, field));
            }
        }
    }

    private void extract(ScalarFunction function, Field field) {
        new KernelCheck(memory)
                .strict(
                        function,
                        INT64,
                        List.of(field),
                        row -> function == ScalarFunction.EXTRACT_EPOCH ? epoch(row[0]) : field(function, row[0]));
    }

    private static long epoch(Object value) {
        if (value instanceof LocalTime time) {
            return time.toSecondOfDay();
        }
        return value instanceof Instant instant
                ? instant.getEpochSecond()
                : local(value).toEpochSecond(ZoneOffset.UTC);
    }

    private static long field(ScalarFunction function, Object value) {
        LocalDateTime local = value instanceof LocalTime time ? LocalDate.EPOCH.atTime(time) : local(value);
        long nanosOfMinute = local.getSecond() * 1_000_000_000L + local.getNano();
        return switch (function) {
            case EXTRACT_YEAR -> local.getYear();
            case EXTRACT_QUARTER -> local.get(IsoFields.QUARTER_OF_YEAR);
            case EXTRACT_MONTH -> local.getMonthValue();
            case EXTRACT_WEEK -> local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case EXTRACT_DAY -> local.getDayOfMonth();
            case EXTRACT_DAY_OF_WEEK -> local.get(ChronoField.DAY_OF_WEEK) % 7 + 1;
            case EXTRACT_DAY_OF_YEAR -> local.getDayOfYear();
            case EXTRACT_HOUR -> local.getHour();
            case EXTRACT_MINUTE -> local.getMinute();
            case EXTRACT_SECOND -> local.getSecond();
            case EXTRACT_MILLISECOND -> nanosOfMinute / 1_000_000;
            case EXTRACT_MICROSECOND -> nanosOfMinute / 1_000;
            case EXTRACT_NANOSECOND -> nanosOfMinute;
            default -> throw new IllegalArgumentException(function.toString());
        };
    }

    private static LocalDateTime local(Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        return value instanceof Instant instant ? LocalDateTime.ofInstant(instant, ZONE) : (LocalDateTime) value;
    }

    @Test
    void monthsEndAtTheLastDayOfAMonth() {
        for (Field amount : List.of(INT32, MONTHS)) {
            new KernelCheck(memory)
                    .strict(
                            ScalarFunction.ADD_MONTHS,
                            DATE,
                            List.of(DATE, amount),
                            row -> inRange(DATE, ((LocalDate) row[0]).plusMonths((Integer) row[1])));
        }
        for (Field field : TIMESTAMPS) {
            new KernelCheck(memory).strict(ScalarFunction.ADD_MONTHS, field, List.of(field, INT32), row -> {
                LocalDateTime sum = local(row[0]).plusMonths((Integer) row[1]);
                return inRange(
                        field, row[0] instanceof Instant ? sum.atZone(ZONE).toInstant() : sum);
            });
        }
    }

    @Test
    void millisecondsAreAddedAndChecked() {
        for (Field amount : List.of(INT64, DURATION, DURATION_MICRO, DURATION_NANO)) {
            new KernelCheck(memory).strict(ScalarFunction.ADD_MILLIS, DATE, List.of(DATE, amount), row -> {
                long days = Math.floorDiv(duration(amount, row[1]).getSeconds(), 86_400L);
                return inRange(DATE, ((LocalDate) row[0]).plusDays(days));
            });
            for (Field field : TIMESTAMPS) {
                new KernelCheck(memory).strict(ScalarFunction.ADD_MILLIS, field, List.of(field, amount), row -> {
                    try {
                        Duration duration = duration(amount, row[1]);
                        ChronoUnit unit = UNITS[
                                ((ArrowType.Timestamp) field.getType())
                                        .getUnit()
                                        .ordinal()];
                        return inRange(
                                field,
                                row[0] instanceof Instant instant
                                        ? instant.plus(duration).truncatedTo(unit)
                                        : ((LocalDateTime) row[0])
                                                .plus(duration)
                                                .truncatedTo(unit));
                    } catch (DateTimeException e) {
                        throw new EvaluationException(Reason.INVALID_DATETIME, "", e);
                    }
                });
            }
            for (Field field : List.of(TIME_MILLI, TIME_MICRO, TIME_NANO)) {
                ChronoUnit unit =
                        UNITS[((ArrowType.Time) field.getType()).getUnit().ordinal()];
                new KernelCheck(memory)
                        .strict(
                                ScalarFunction.ADD_MILLIS,
                                field,
                                List.of(field, amount),
                                row -> ((LocalTime) row[0])
                                        .plus(duration(amount, row[1]))
                                        .truncatedTo(unit));
            }
        }
    }

    private static Duration duration(Field type, Object count) {
        TimeUnit unit =
                type.getType() instanceof ArrowType.Duration duration ? duration.getUnit() : TimeUnit.MILLISECOND;
        return Duration.of((Long) count, UNITS[unit.ordinal()]);
    }

    private static Object inRange(Field field, Object value) {
        if (value instanceof LocalDate date) {
            return check(value, date.toEpochDay() == (int) date.toEpochDay());
        }
        Instant instant = value instanceof Instant same ? same : ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
        TimeUnit unit = ((ArrowType.Timestamp) field.getType()).getUnit();
        int digits = 3 * unit.ordinal();
        var units = BigDecimal.valueOf(instant.getEpochSecond())
                .add(BigDecimal.valueOf(instant.getNano(), 9))
                .movePointRight(digits);
        return check(value, units.toBigIntegerExact().bitLength() <= 63);
    }

    private static Object check(Object value, boolean fits) {
        if (!fits) {
            throw new EvaluationException(Reason.INVALID_DATETIME, "");
        }
        return value;
    }

    @Test
    void datesHaveNoPlaceInATime() {
        var time = List.of(Expressions.column(0, TIME_MILLI));
        assertThat(Kernels.find(ScalarFunction.EXTRACT_YEAR, INT64, time)).isEmpty();
    }
}
