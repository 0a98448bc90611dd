package org.lancesql.execution;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.lancesql.execution.EvaluationException.Reason;

/** Dates and times between their Java classes and the counts that Arrow stores. */
final class TemporalValues {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private TemporalValues() {}

    static int toDays(LocalDate date) {
        long days = date.toEpochDay();
        if (days != (int) days) {
            throw outOfRange(date);
        }
        return (int) days;
    }

    /** The count of units since midnight; a finer part is cut off. */
    static long toUnits(LocalTime time, long unitsPerSecond) {
        return time.toNanoOfDay() / (NANOS_PER_SECOND / unitsPerSecond);
    }

    static LocalTime toTime(long units, long unitsPerSecond) {
        return LocalTime.ofNanoOfDay(units * (NANOS_PER_SECOND / unitsPerSecond));
    }

    /** The count of units since 1970; a finer part is cut off towards the past. */
    static long toUnits(LocalDateTime dateTime, long unitsPerSecond) {
        return toUnits(dateTime.toEpochSecond(ZoneOffset.UTC), dateTime.getNano(), unitsPerSecond, dateTime);
    }

    /** The count of units since 1970; a finer part is cut off towards the past. */
    static long toUnits(Instant instant, long unitsPerSecond) {
        return toUnits(instant.getEpochSecond(), instant.getNano(), unitsPerSecond, instant);
    }

    static LocalDateTime toDateTime(long units, long unitsPerSecond) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(units, unitsPerSecond), nanoOfSecond(units, unitsPerSecond), ZoneOffset.UTC);
    }

    static Instant toInstant(long units, long unitsPerSecond) {
        try {
            return Instant.ofEpochSecond(Math.floorDiv(units, unitsPerSecond), nanoOfSecond(units, unitsPerSecond));
        } catch (DateTimeException e) {
            throw new EvaluationException(Reason.INVALID_DATETIME, "Timestamp is out of range", e);
        }
    }

    private static int nanoOfSecond(long units, long unitsPerSecond) {
        return (int) (Math.floorMod(units, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond));
    }

    private static long toUnits(long epochSecond, int nano, long unitsPerSecond, Object value) {
        long fraction = nano / (NANOS_PER_SECOND / unitsPerSecond);
        // Before 1970 the product alone may overflow where the sum does not.
        boolean borrow = epochSecond < 0 && fraction > 0;
        try {
            long units = Math.multiplyExact(borrow ? epochSecond + 1 : epochSecond, unitsPerSecond);
            return Math.addExact(units, borrow ? fraction - unitsPerSecond : fraction);
        } catch (ArithmeticException e) {
            throw outOfRange(value);
        }
    }

    private static EvaluationException outOfRange(Object value) {
        return new EvaluationException(Reason.INVALID_DATETIME, value + " is out of the range of its type");
    }
}
