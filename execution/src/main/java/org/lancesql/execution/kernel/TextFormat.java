package org.lancesql.execution.kernel;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * The text of values: TRUE and FALSE; decimals without an exponent; floats as Java writes them, the shortest digits that
 * identify them; {@code YYYY-MM-DD hh:mm:ss.fff} with as many digits of the fraction as are not zero at its end; with
 * the offset from UTC when the type has a zone; durations as {@code days hh:mm:ss.fff}, months as {@code years-months},
 * either with a sign when it is negative; UUIDs in the usual groups of hexadecimal digits.
 */
final class TextFormat {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private TextFormat() {}

    static boolean isSupported(ArrowType type) {
        return Types.isBool(type)
                || Types.isNumeric(type)
                || Types.isDateOrTime(type)
                || Types.isDuration(type)
                || Types.isMonths(type)
                || Types.isUuid(type);
    }

    /** @param value in the form that {@link org.lancesql.execution.Vectors#get} returns for the type */
    static String format(Object value, ArrowType type, ZoneId zone) {
        if (Types.isDuration(type)) {
            return format((Long) value, Types.unitsPerSecond(type));
        } else if (Types.isMonths(type)) {
            int months = (Integer) value;
            return (months < 0 ? "-" : "") + Math.abs(months / 12) + '-' + Math.abs(months % 12);
        }
        return format(value, zone);
    }

    private static String format(long units, long unitsPerSecond) {
        long unitsPerDay = SECONDS_PER_DAY * unitsPerSecond;
        // The remainder has the sign of the units; the least of them has no positive counterpart.
        long ofDay = Math.abs(units % unitsPerDay);
        LocalTime time = LocalTime.ofNanoOfDay(ofDay * (NANOS_PER_SECOND / unitsPerSecond));
        return (units < 0 ? "-" : "") + Math.abs(units / unitsPerDay) + ' ' + format(time);
    }

    private static String format(Object value, ZoneId zone) {
        if (value instanceof Boolean truth) {
            return truth ? "true" : "false";
        } else if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        } else if (value instanceof LocalTime time) {
            return format(time);
        } else if (value instanceof LocalDateTime dateTime) {
            return format(dateTime);
        } else if (value instanceof Instant instant) {
            OffsetDateTime local = instant.atZone(zone).toOffsetDateTime();
            String offset = local.getOffset().getTotalSeconds() == 0
                    ? "+00:00"
                    : local.getOffset().getId();
            return format(local.toLocalDateTime()) + offset;
        }
        return value.toString();
    }

    private static String format(LocalDateTime dateTime) {
        String date = dateTime.toLocalDate().toString();
        return date + ' ' + format(dateTime.toLocalTime());
    }

    private static String format(LocalTime time) {
        String text = String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        if (time.getNano() == 0) {
            return text;
        }
        String fraction = String.format(Locale.ROOT, "%09d", time.getNano());
        int end = fraction.length();
        while (fraction.charAt(end - 1) == '0') {
            end--;
        }
        return text + '.' + fraction.substring(0, end);
    }
}
