package org.lancesql.jdbc.result;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accessors of dates, times and timestamps. */
final class TimeAccessors {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private TimeAccessors() {}

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1;
            case MILLISECOND -> 1_000;
            case MICROSECOND -> 1_000_000;
            case NANOSECOND -> NANOS_PER_SECOND;
        };
    }

    /** The number in a vector of 32 or 64 bits. */
    private static long number(BaseFixedWidthVector vector, int position) {
        return vector.getTypeWidth() == Integer.BYTES
                ? vector.getDataBuffer().getInt((long) position * Integer.BYTES)
                : vector.getDataBuffer().getLong((long) position * Long.BYTES);
    }

    /** Days. */
    static final class Dates extends VectorAccessor<BaseFixedWidthVector> {
        private final long perDay;

        Dates(RowState row, String label, String typeName, DateUnit unit) {
            super(row, label, typeName, BaseFixedWidthVector.class);
            this.perDay = unit == DateUnit.DAY ? 1 : 86_400_000;
        }

        @Override
        LocalDate date() {
            return LocalDate.ofEpochDay(Math.floorDiv(number(vector, row.position()), perDay));
        }

        @Override
        LocalDateTime dateTime() {
            return date().atStartOfDay();
        }

        @Override
        String text() {
            return Texts.of(date());
        }

        @Override
        Object value() {
            return java.sql.Date.valueOf(date());
        }
    }

    /** Times of day. */
    static final class Times extends VectorAccessor<BaseFixedWidthVector> {
        private final long nanosPerUnit;

        Times(RowState row, String label, String typeName, TimeUnit unit) {
            super(row, label, typeName, BaseFixedWidthVector.class);
            this.nanosPerUnit = NANOS_PER_SECOND / perSecond(unit);
        }

        @Override
        LocalTime time() {
            return LocalTime.ofNanoOfDay(number(vector, row.position()) * nanosPerUnit);
        }

        @Override
        LocalDateTime dateTime() {
            return time().atDate(LocalDate.EPOCH);
        }

        @Override
        String text() {
            return Texts.of(time());
        }

        @Override
        Object value() {
            ZoneId zone = ZoneId.systemDefault();
            return new java.sql.Time(dateTime().atZone(zone).toInstant().toEpochMilli());
        }
    }

    /** Readings of calendar and clock. */
    static final class Timestamps extends VectorAccessor<BaseFixedWidthVector> {
        private final long perSecond;

        Timestamps(RowState row, String label, String typeName, TimeUnit unit) {
            super(row, label, typeName, BaseFixedWidthVector.class);
            this.perSecond = perSecond(unit);
        }

        @Override
        LocalDateTime dateTime() {
            long value = number(vector, row.position());
            int nanos = (int) (Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond));
            return LocalDateTime.ofEpochSecond(Math.floorDiv(value, perSecond), nanos, ZoneOffset.UTC);
        }

        @Override
        LocalDate date() {
            return dateTime().toLocalDate();
        }

        @Override
        LocalTime time() {
            return dateTime().toLocalTime();
        }

        @Override
        String text() {
            return Texts.of(dateTime());
        }

        @Override
        Object value() {
            return Timestamp.valueOf(dateTime());
        }
    }

    /** Instants, which read as the session's calendar and clock. */
    static final class Instants extends VectorAccessor<BaseFixedWidthVector> {
        private final long perSecond;

        Instants(RowState row, String label, String typeName, TimeUnit unit) {
            super(row, label, typeName, BaseFixedWidthVector.class);
            this.perSecond = perSecond(unit);
        }

        @Override
        Instant instant() {
            long value = number(vector, row.position());
            long nanos = Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond);
            return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), nanos);
        }

        private OffsetDateTime offsetDateTime() {
            return instant().atZone(row.zone()).toOffsetDateTime();
        }

        @Override
        LocalDateTime dateTime() {
            return offsetDateTime().toLocalDateTime();
        }

        @Override
        LocalDate date() {
            return dateTime().toLocalDate();
        }

        @Override
        LocalTime time() {
            return dateTime().toLocalTime();
        }

        @Override
        Timestamp timestamp(@Nullable ZoneId zone) {
            return Timestamp.from(instant());
        }

        @Override
        String text() {
            return Texts.of(offsetDateTime());
        }

        @Override
        Object value() {
            return offsetDateTime();
        }
    }

    /** Intervals of days and times. */
    static final class Durations extends VectorAccessor<BaseFixedWidthVector> {
        private final long perSecond;

        Durations(RowState row, String label, String typeName, TimeUnit unit) {
            super(row, label, typeName, BaseFixedWidthVector.class);
            this.perSecond = perSecond(unit);
        }

        @Override
        Duration duration() {
            long value = number(vector, row.position());
            long nanos = Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond);
            return Duration.ofSeconds(Math.floorDiv(value, perSecond), nanos);
        }

        @Override
        String text() {
            return Texts.of(duration());
        }

        @Override
        Object value() {
            return duration();
        }
    }

    /** Intervals of years and months. */
    static final class Months extends VectorAccessor<BaseFixedWidthVector> {
        Months(RowState row, String label, String typeName) {
            super(row, label, typeName, BaseFixedWidthVector.class);
        }

        @Override
        Period period() {
            return Period.ofMonths((int) number(vector, row.position())).normalized();
        }

        @Override
        String text() {
            return Texts.of(period());
        }

        @Override
        Object value() {
            return period();
        }
    }
}
