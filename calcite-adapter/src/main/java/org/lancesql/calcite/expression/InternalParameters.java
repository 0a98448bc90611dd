package org.lancesql.calcite.expression;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Parameter values in the form of Calcite's generated code: times in milliseconds, dates in days. */
final class InternalParameters {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private InternalParameters() {}

    static @Nullable Object toInternal(@Nullable Object value, ZoneId zone) {
        if (value instanceof LocalDate date) {
            return (int) date.toEpochDay();
        }
        if (value instanceof LocalTime time) {
            return (int) (time.toNanoOfDay() / NANOS_PER_MILLI);
        }
        if (value instanceof LocalDateTime timestamp) {
            return timestamp.toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        if (value instanceof OffsetDateTime timestamp) {
            return timestamp.toInstant().toEpochMilli();
        }
        return value instanceof byte[] bytes ? new ByteString(bytes) : value;
    }
}
